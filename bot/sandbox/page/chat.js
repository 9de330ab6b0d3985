// The chat page: which chats are open, and the stream that feeds them.
import { $, el, api, LANGUAGES, fullName } from "./dom.js";
import { Column } from "./column.js";
import { drawFaults } from "./faults.js";

const page = {
  server: { bot: "Bot", citizens: [], faults: {}, calls: [] }, // as the stream last told
  columns: new Map(), // citizen id → Column
  close,
};
let current = 0; // the column shown on a narrow screen
let source = null;

const remembered = () => { try { return JSON.parse(localStorage.getItem("sandbox.columns")) ?? []; } catch { return []; } };

function open(...ids) {
  for (const id of ids.filter((id) => !page.columns.has(id))) {
    page.columns.set(id, new Column(id, page));
    $("#columns").append(page.columns.get(id).node);
  }
  current = ids.at(-1) ?? current;
  arranged();
}

function close(id) {
  page.columns.get(id)?.node.remove();
  page.columns.delete(id);
  if (current === id) current = [...page.columns.keys()][0] ?? 0;
  arranged();
}

function arranged() {
  if (!new URLSearchParams(location.search).has("citizen")) localStorage.setItem("sandbox.columns", JSON.stringify([...page.columns.keys()]));
  connect();
  drawTabs();
}

function drawTabs() {
  $("#empty").hidden = page.columns.size > 0;
  const name = (id) => page.server.citizens.find((c) => c.id === id)?.profile.first ?? String(id);
  $(".tabs").replaceChildren(...[...page.columns.keys()].map((id) => el("button.tab", {
    type: "button", role: "tab", "aria-selected": String(id === current), onclick: () => { current = id; drawTabs(); },
  }, name(id))));
  for (const [id, column] of page.columns) column.node.classList.toggle("current", id === current);
}

function connect() {
  source?.close();
  const query = [...page.columns.keys()].map((id) => "citizen=" + id).join("&");
  for (const column of page.columns.values()) column.fresh = true;
  source = new EventSource("/chat/api/events?" + query);
  source.onopen = () => { $(".lost").hidden = true; for (const c of page.columns.values()) c.fresh = true; };
  source.onerror = () => { $(".lost").hidden = false; };
  source.addEventListener("state", (e) => {
    page.server = JSON.parse(e.data);
    for (const column of page.columns.values()) column.drawFrame();
    drawTabs();
    drawFaults(page);
  });
  source.addEventListener("screen", (e) => {
    const screen = JSON.parse(e.data);
    page.columns.get(screen.id)?.update(screen);
  });
}

function addDialog() {
  const dialog = $("#citizen-dialog"), form = $("form", dialog);
  const others = page.server.citizens.filter((c) => !page.columns.has(c.id));
  const existing = $(".existing", dialog);
  existing.hidden = others.length === 0;
  existing.replaceChildren($("legend", existing), ...others.slice(0, 24).map((c) => el("button", {
    type: "button", onclick: () => { dialog.close(""); open(c.id); },
  }, `${fullName(c.profile)} · ${c.profile.lang || "?"}`)));
  dialog.onclose = async () => {
    if (dialog.returnValue !== "add") return;
    const profile = Object.fromEntries([...new FormData(form)].map(([k, v]) => [k, v.trim()]));
    const card = await api("POST", "/citizens", { profile });
    form.elements.first.value = form.elements.last.value = "";
    open(card.id);
  };
  dialog.returnValue = "";
  dialog.showModal();
}

async function begin() {
  $("#languages").append(...Object.entries(LANGUAGES).map(([tag, name]) => el("option", { value: tag }, name)));
  $("#add-citizen").addEventListener("click", addDialog);
  $("[data-testid=add-first]").addEventListener("click", addDialog);
  $("#open-faults").addEventListener("click", (e) => {
    const panel = $("#faults");
    panel.hidden = !panel.hidden;
    e.currentTarget.setAttribute("aria-expanded", !panel.hidden);
    drawFaults(page);
  });
  page.server.citizens = await api("GET", "/citizens");
  const asked = new URLSearchParams(location.search).getAll("citizen").map(Number);
  const known = new Set(page.server.citizens.map((c) => c.id));
  let ids = (asked.length ? asked : remembered()).filter((id) => known.has(id));
  if (!ids.length) ids = page.server.citizens.slice(0, 3).map((c) => c.id);
  open(...ids);
  current = ids[0] ?? 0;
  drawTabs();
}

begin();
