// The panel of faults on demand, for everyone or for one citizen.
import { $, el, api, fullName } from "./dom.js";

const FAULTS = [
  ["too_many", "Answer 429", "next calls; −1 until cleared"],
  ["retry_after", "… retry after", "seconds"],
  ["outage", "Answer 502", "next calls; −1 takes polling down too"],
  ["drop_replies", "Cut off after sending", "next calls"],
  ["delay", "Delay every answer", "milliseconds"],
  ["duplicate", "Deliver updates twice", "switch"],
  ["blocked", "Answer 403", "switch"],
];
let faultTarget = 0; // 0: the whole server, else a citizen

export function drawFaults(page) {
  const { server, columns } = page;
  const panel = $("#faults");
  if (panel.hidden) return;
  if (!panel.firstChild) buildFaults(panel, page);
  const target = $("select", panel);
  target.replaceChildren(el("option", { value: 0 }, "Everyone"), ...[...columns.values()].map((c) => el("option", { value: c.id }, fullName(c.state.profile))));
  target.value = columns.has(faultTarget) ? faultTarget : 0;
  const faults = (faultTarget && columns.get(faultTarget)?.state.faults) || server.faults;
  for (const [name] of FAULTS) {
    const input = panel.querySelector(`[name=${name}]`);
    if (input.type === "checkbox") input.checked = faults[name];
    else if (input !== document.activeElement) input.value = name === "delay" ? faults.delay / 1e6 : faults[name];
  }
  $(".note", panel).textContent = `${server.pending} updates wait for the bot · ${server.webhook ? "webhook" : "polling"}`;
  $(".log", panel).replaceChildren(...[...server.calls].reverse().map((c) => el(c.ok ? "li" : "li.bad", { title: c.description ?? "" },
    el("b", {}, String(c.code || "cut")), el("span", {}, c.method + (c.description ? " · " + c.description : "")))));
}

function buildFaults(panel, page) {
  const save = () => {
    const body = {};
    for (const [name] of FAULTS) {
      const input = panel.querySelector(`[name=${name}]`);
      body[name] = input.type === "checkbox" ? input.checked : Math.trunc(Number(input.value)) * (name === "delay" ? 1e6 : 1);
    }
    api("PUT", faultTarget ? `/citizens/${faultTarget}/faults` : "/faults", body);
  };
  panel.append(el("h2", {}, "Faults on demand"), el("p.note"),
    el("label.whole", {}, "For", el("select", { "aria-label": "For whom", onchange: (e) => { faultTarget = Number(e.target.value); drawFaults(page); } })),
    ...FAULTS.map(([name, label, hint]) => hint === "switch"
      ? el("label.switch", {}, label, el("input", { type: "checkbox", name, "data-testid": "fault-" + name, onchange: save }))
      : el("label", {}, el("span", {}, label, el("small", {}, hint)), el("input", { type: "number", min: -1, name, "data-testid": "fault-" + name, onchange: save }))),
    el("button", { type: "button", "data-testid": "clear-faults", onclick: () => api("PUT", faultTarget ? `/citizens/${faultTarget}/faults` : "/faults", {}) }, "Clear"),
    el("h2", {}, "Latest calls of the bot"), el("ol.log"));
}
