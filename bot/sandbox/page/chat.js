// The chat page: one column a citizen. The server streams whole screens at first
// and then what changed; everything here is drawn from that and nothing is guessed.

const LANGUAGES = {
  as: "অসমীয়া", bn: "বাংলা", brx: "बड़ो", doi: "डोगरी", en: "English", gu: "ગુજરાતી", hi: "हिन्दी", kn: "ಕನ್ನಡ",
  kok: "कोंकणी", ks: "کٲشُر", mai: "मैथिली", ml: "മലയാളം", mni: "ꯃꯩꯇꯩꯂꯣꯟ", mr: "मराठी", ne: "नेपाली", or: "ଓଡ଼ିଆ",
  pa: "ਪੰਜਾਬੀ", sa: "संस्कृतम्", sat: "ᱥᱟᱱᱛᱟᱲᱤ", sd: "سنڌي", ta: "தமிழ்", te: "తెలుగు", ur: "اردو",
};

const $ = (selector, root = document) => root.querySelector(selector);
const columns = new Map(); // citizen id → Column
let server = { bot: "Bot", citizens: [], faults: {}, calls: [] };
let current = 0; // the column shown on a narrow screen
let source = null;

// el makes an element: el("p.note", {dir: "auto"}, "text", child …).
function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

async function api(method, path, body) {
  const response = await fetch("/chat/api" + path, {
    method, body: body && JSON.stringify(body), headers: body && { "Content-Type": "application/json" },
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

async function copy(text, column) {
  try {
    await navigator.clipboard.writeText(text);
    column.toast("Copied");
  } catch {
    column.toast("Copying is not allowed here");
  }
}

const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const bytes = (n) => (n < 1024 ? n + " B" : n < 1 << 20 ? (n / 1024).toFixed(0) + " KB" : (n / (1 << 20)).toFixed(1) + " MB");
const initial = (name) => [...(name || "?")][0].toUpperCase();
const fullName = (p) => [p.first, p.last].filter(Boolean).join(" ");
const fileURL = (file) => "/chat/api/files/" + encodeURIComponent(file.id);

// ---- text with entities; offsets are UTF-16 units, as in JavaScript ----

const WRAP = {
  bold: () => el("b"), italic: () => el("i"), underline: () => el("u"), strikethrough: () => el("s"),
  spoiler: () => el("span.spoiler", { tabindex: 0 }), blockquote: () => el("blockquote"), expandable_blockquote: () => el("blockquote"),
  code: (e, text, column) => el("code", { title: "Tap to copy", tabindex: 0, role: "button", onclick: () => copy(text, column), onkeydown: (k) => k.key === "Enter" && copy(text, column) }),
  pre: (e, text, column) => el("pre", { title: "Tap to copy", tabindex: 0, role: "button", onclick: () => copy(text, column), onkeydown: (k) => k.key === "Enter" && copy(text, column) }),
  url: (e, text) => link(/^[a-z]+:/i.test(text) ? text : "http://" + text),
  text_link: (e) => link(e.url),
  email: (e, text) => el("a", { href: "mailto:" + text }),
  phone_number: (e, text) => el("a", { href: "tel:" + text.replace(/[ -]/g, "") }),
  bot_command: (e, text, column) => el("button.tap", { type: "button", onclick: () => column.act({ kind: "say", text }) }),
};

function link(url) {
  return el("a", { href: url, title: url, rel: "noopener noreferrer nofollow", target: "_blank", onclick: (event) => { event.preventDefault(); askLink(url); } });
}

function askLink(url) {
  const dialog = $("#link-dialog");
  $(".address", dialog).textContent = url;
  dialog.onclose = () => dialog.returnValue === "open" && window.open(url, "_blank", "noopener,noreferrer");
  dialog.returnValue = "";
  dialog.showModal();
}

// rich draws text[from, to) with the entities in it, outer ones first. What crosses
// a border is cut there.
function rich(text, entities, column, from = 0, to = text.length) {
  const out = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const start = Math.max(entities[i].offset, at);
    const end = Math.min(entities[i].offset + entities[i].length, to);
    if (start >= end) continue;
    if (start > at) out.push(text.slice(at, start));
    const inner = entities.slice(i + 1).filter((e) => e.offset < end);
    const node = (WRAP[entities[i].type] ?? (() => el("span")))(entities[i], text.slice(start, end), column);
    node.append(...rich(text, inner, column, start, end));
    out.push(node);
    at = end;
  }
  if (at < to) out.push(text.slice(at, to));
  return out;
}

// ---- one message ----

function draw(m, column) {
  const node = el("article.message", { "data-testid": "message", "data-message-id": m.id, "data-from": m.from_bot ? "bot" : "me" });
  const bubble = el("div.bubble");
  if (m.origin) bubble.append(el("div.from", { dir: "auto" }, "Forwarded from ", el("b", {}, m.origin.name)));
  const replied = m.reply_to && column.messages.get(m.reply_to)?.message;
  if (replied) bubble.append(el("div.quote", { dir: "auto" }, replied.text || replied.kind));
  const body = drawBody(m, column);
  if (body) bubble.append(body);
  if (m.text) bubble.append(el("div.text", { dir: "auto", "data-testid": "message-text" }, ...rich(m.text, m.entities ?? [], column)));
  bubble.append(drawMeta(m, column));
  node.append(bubble);
  if (m.buttons?.length) {
    node.classList.add("wide");
    node.append(drawButtons(m, column));
  }
  return node;
}

function drawMeta(m, column) {
  const edit = !m.from_bot && m.kind === "text" && !m.origin && el("button.edit", { type: "button", title: "Edit", "aria-label": "Edit", onclick: () => column.beginEdit(m) });
  const reply = el("button.reply", { type: "button", title: "Reply", "aria-label": "Reply", onclick: () => column.beginReply(m) });
  return el("div.meta", {}, reply, edit, m.edited ? "edited" : false, el("time", { datetime: m.at }, clock(m.at)));
}

function drawBody(m) {
  switch (m.kind) {
    case "photo": return el("img.photo", { src: fileURL(m.file), alt: m.file.name || "Photo", width: m.file.width, height: m.file.height, loading: "lazy" });
    case "voice": return el("audio", { controls: true, preload: "none", src: fileURL(m.file) });
    case "video": return el("video.photo", { controls: true, preload: "none", src: fileURL(m.file) });
    case "sticker": return el("div.sticker", {}, m.file.emoji || "🙂");
    case "document": return drawFile(m.file);
    case "contact": return drawContact(m);
    case "location": return el("div.card", {}, el("span.avatar", {}, "⌖"), el("div", {}, el("b", {}, "Location"), el("span", {}, `${m.place.latitude.toFixed(5)}, ${m.place.longitude.toFixed(5)}`)));
  }
  return null;
}

function drawFile(file) {
  const ending = (file.name || "").split(".").pop().slice(0, 4) || "file";
  return el("a.file", { href: fileURL(file), download: file.name || "file" },
    el("span.badge", {}, ending), el("span", {}, el("b", { dir: "auto" }, file.name || "File"), el("small", {}, bytes(file.size))));
}

// A short number is a helpline: its card is made to be tapped.
function drawContact({ contact, from_bot }) {
  const name = [contact.first, contact.last].filter(Boolean).join(" ");
  const digits = contact.phone.replace(/\D/g, "");
  return el(digits.length <= 6 ? "div.urgent" : "div", {},
    el("div.card", {}, el("span.avatar", { "aria-hidden": "true" }, digits.length <= 6 ? "☎" : initial(name)),
      el("div", {}, el("b", { dir: "auto" }, name), el("span", { dir: "ltr" }, contact.phone))),
    from_bot && el("a.call", { href: "tel:" + contact.phone.replace(/ /g, ""), "data-testid": "call" }, "Call " + contact.phone));
}

function drawButtons(m, column) {
  const rows = m.buttons.map((row) => el("div.row", {}, ...row.map((b) => {
    const props = { type: "button", dir: "auto", "data-testid": "inline-button", "data-data": b.data, "data-style": b.style };
    if (b.url) return el("button.inline.url", { ...props, title: b.url, onclick: () => askLink(b.url) }, b.text);
    if (b.copy) return el("button.inline.copy", { ...props, title: b.copy, onclick: () => copy(b.copy, column) }, b.text);
    return el("button.inline", { ...props, onclick: (e) => column.press(e.currentTarget, m.id, b.data) }, b.text);
  })));
  return el("div.buttons", {}, ...rows);
}

// ---- one citizen's phone ----

class Column {
  constructor(id) {
    this.id = id;
    this.messages = new Map(); // id → {message, node}
    this.state = { profile: { first: "…" }, menu: [], keyboard: null, faults: {} };
    this.fresh = true; // until the first screen has come
    this.node = $("#column").content.firstElementChild.cloneNode(true);
    this.node.dataset.citizen = id;
    this.screen = $(".screen", this.node);
    this.input = $("textarea", this.node);
    this.listen();
  }

  at(selector) { return $(selector, this.node); }

  listen() {
    this.at(".composer").addEventListener("submit", (e) => { e.preventDefault(); this.submit(); });
    this.input.addEventListener("keydown", (e) => this.key(e));
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("paste", (e) => this.paste(e));
    this.at(".slash").addEventListener("click", () => this.toggleCommands());
    this.at(".start").addEventListener("click", () => this.act({ kind: "say", text: "/start" }));
    this.at(".unblock").addEventListener("click", () => this.act({ kind: "unblock" }));
    this.at(".banner button").addEventListener("click", () => this.endDraft());
    this.at(".picker").addEventListener("change", () => this.sendPicked());
    toggleMenu(this.at(".attach"), this.at(".attach-menu"), () => this.attachItems());
    toggleMenu(this.at(".more"), this.at(".more-menu"), () => this.moreItems());
    this.node.addEventListener("dragover", (e) => e.preventDefault());
    this.node.addEventListener("drop", (e) => { e.preventDefault(); this.sendFiles([...e.dataTransfer.files]); });
  }

  async act(act) {
    try {
      await api("POST", `/citizens/${this.id}/act`, act);
    } catch (error) {
      this.toast(error.message === "blocked" ? "You have blocked the bot" : "Not sent: " + error.message);
    }
  }

  async press(button, message, data) {
    button.classList.add("pressed");
    await this.act({ kind: "press", message, data });
    setTimeout(() => button.classList.remove("pressed"), 150);
  }

  // update takes a screen event in.
  update(screen) {
    const stick = this.fresh || this.screen.scrollHeight - this.screen.scrollTop - this.screen.clientHeight < 120;
    const known = this.messages.size;
    this.state = screen;
    for (const m of screen.messages) this.place(m);
    if (!this.fresh) for (const t of screen.toasts) this.answer(t);
    this.fresh = false;
    this.drawFrame();
    const mine = screen.messages.some((m) => !m.from_bot && !m.edited);
    if ((stick || mine) && (this.messages.size > known || stick)) this.screen.scrollTop = this.screen.scrollHeight;
  }

  place(m) {
    const old = this.messages.get(m.id);
    if (m.deleted) {
      old?.node.classList.add("gone");
      setTimeout(() => old?.node.remove(), 200);
      return;
    }
    const node = draw(m, this);
    if (old) {
      const focused = old.node.contains(document.activeElement);
      node.style.animation = "none";
      old.node.replaceWith(node);
      if (focused) $("button", node)?.focus();
    } else this.screen.append(node);
    this.messages.set(m.id, { message: m, node });
  }

  drawFrame() {
    const s = this.state;
    this.node.setAttribute("aria-label", "Chat of " + fullName(s.profile));
    this.at(".bot-name").textContent = server.bot;
    this.at(".bot-avatar").textContent = initial(server.bot);
    this.drawStatus();
    const empty = this.messages.size === 0;
    this.at(".intro").hidden = !empty || !s.description;
    this.at(".intro p").textContent = s.description ?? "";
    this.at(".start").hidden = !empty || s.blocked;
    this.at(".unblock").hidden = !s.blocked;
    this.at(".composer").hidden = empty || s.blocked;
    this.drawKeys(empty || s.blocked ? null : s.keyboard);
    this.input.placeholder = s.keyboard?.placeholder || "Message";
  }

  drawStatus() {
    clearTimeout(this.typing);
    const s = this.state, status = this.at(".status");
    status.classList.toggle("busy", s.typing);
    const language = LANGUAGES[s.profile.lang] ?? s.profile.lang;
    status.textContent = s.typing ? "typing …" : `bot · you are \u2068${fullName(s.profile)}\u2069${language ? " · \u2068" + language + "\u2069" : ""}`;
    if (s.typing) this.typing = setTimeout(() => { s.typing = false; this.drawStatus(); }, 5000);
  }

  drawKeys(keyboard) {
    const keys = this.at(".keys");
    keys.hidden = !keyboard;
    keys.replaceChildren(...(keyboard?.rows ?? []).map((row) => el("div.row", {}, ...row.map((k) => el("button.key", {
      type: "button", dir: "auto", "data-testid": k.contact ? "share-contact" : "reply-key", onclick: () => this.pressKey(k),
    }, (k.contact ? "☎ " : k.location ? "⌖ " : "") + k.text)))));
  }

  pressKey(key) {
    if (key.contact) return this.act({ kind: "contact" });
    if (key.location) return this.sendPlace();
    return this.act({ kind: "say", text: key.text });
  }

  // ---- composing ----

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const act = this.editing ? { kind: "edit", message: this.editing, text } : { kind: "say", text, message: this.replying };
    this.input.value = "";
    this.endDraft();
    this.hideCommands();
    await this.act(act);
    this.input.focus();
  }

  key(e) {
    const list = this.at(".commands");
    if (e.key === "Escape") { this.hideCommands(); this.endDraft(); return; }
    if (!list.hidden && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      e.preventDefault();
      this.choose(e.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    const chosen = !list.hidden && $("[aria-selected=true]", list);
    if (chosen) chosen.click();
    else this.submit();
  }

  beginEdit(m) { this.editing = m.id; this.replying = undefined; this.input.value = m.text; this.draft("Edit: " + m.text); }

  beginReply(m) { this.replying = m.id; this.editing = undefined; this.draft("Reply to: " + (m.text || m.kind)); }

  draft(text) {
    this.at(".banner").hidden = false;
    this.at(".banner span").textContent = text;
    this.input.focus();
  }

  endDraft() {
    if (this.editing) this.input.value = "";
    this.editing = this.replying = undefined;
    this.at(".banner").hidden = true;
  }

  // ---- commands ----

  suggest() {
    const typed = this.input.value.match(/^\/(\w*)$/);
    if (typed) this.showCommands(typed[1]);
    else this.hideCommands();
  }

  toggleCommands() {
    if (this.at(".commands").hidden) this.showCommands("");
    else this.hideCommands();
    this.input.focus();
  }

  showCommands(prefix) {
    const list = this.state.menu?.filter((c) => c.command.startsWith(prefix)) ?? [];
    this.at(".commands").hidden = list.length === 0;
    this.at(".commands").replaceChildren(...list.map((c) => el("button.command", {
      type: "button", role: "option", "aria-selected": "false", tabindex: -1,
      onclick: () => { this.input.value = ""; this.hideCommands(); this.act({ kind: "say", text: "/" + c.command }); },
    }, el("b", {}, "/" + c.command), el("span", { dir: "auto" }, c.description))));
  }

  hideCommands() { this.at(".commands").hidden = true; }

  choose(step) {
    const options = [...this.at(".commands").children];
    const now = options.findIndex((o) => o.getAttribute("aria-selected") === "true");
    options[now]?.setAttribute("aria-selected", "false");
    const next = options[(now + step + options.length) % options.length];
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
  }

  // ---- attachments ----

  attachItems() {
    return [
      ["Photo", () => this.pick("photo", "image/*")],
      ["File", () => this.pick("document", "")],
      ["Voice message", () => this.pick("voice", "audio/*")],
      ["Video", () => this.pick("video", "video/*")],
      ["Forwarded message …", () => this.forward()],
      ["My phone number", () => this.act({ kind: "contact" })],
      ["Location", () => this.sendPlace()],
    ];
  }

  pick(kind, accept) {
    const picker = this.at(".picker");
    picker.dataset.kind = kind;
    picker.accept = accept;
    picker.multiple = kind === "photo" || kind === "document";
    picker.value = "";
    picker.click();
  }

  sendPicked() {
    const picker = this.at(".picker");
    this.sendFiles([...picker.files], picker.dataset.kind);
  }

  paste(e) {
    const files = [...e.clipboardData.files];
    if (!files.length) return;
    e.preventDefault();
    this.sendFiles(files);
  }

  async sendFiles(files, kind) {
    if (!files.length) return;
    const list = await Promise.all(files.slice(0, 10).map(async (f) => ({
      kind: kind ?? (/^image\/(jpeg|png|webp)$/.test(f.type) ? "photo" : "document"), name: f.name, mime: f.type, data: await base64(f),
    })));
    const text = this.input.value.trim();
    this.input.value = "";
    await this.act({ kind: "send", text, files: list });
  }

  sendPlace() { return this.act({ kind: "location", place: { latitude: 26.91243, longitude: 75.78727 } }); }

  forward() {
    const dialog = $("#forward-dialog"), form = $("form", dialog);
    dialog.onclose = () => {
      if (dialog.returnValue !== "send") return;
      const data = new FormData(form);
      const origin = { name: data.get("name"), username: data.get("username").replace(/^@/, "") || undefined };
      this.act({ kind: "forward", text: data.get("text"), origin });
      form.elements.text.value = "";
    };
    dialog.returnValue = "";
    dialog.showModal();
    form.elements.text.focus();
  }

  moreItems() {
    const blocked = this.state.blocked;
    return [
      ["Copy the transcript", () => copy(this.transcript(), this)],
      [blocked ? "Unblock the bot" : "Block the bot", () => this.act({ kind: blocked ? "unblock" : "block" }), "alarm"],
      ["Close this chat", () => close(this.id)],
    ];
  }

  transcript() {
    return [...this.messages.values()].filter(({ node }) => node.isConnected)
      .map(({ message: m }) => (m.from_bot ? "bot: " : "me: ") + (m.text || `[${m.kind}]`)).join("\n\n");
  }

  // ---- answers to presses ----

  answer(toast) {
    if (!toast.alert) return this.toast(toast.text);
    const dialog = $("#alert-dialog");
    $("p", dialog).textContent = toast.text;
    if (!dialog.open) dialog.showModal();
  }

  toast(text) {
    const node = el("div.toast", { "data-testid": "toast", role: "status", dir: "auto" }, text);
    this.at(".toasts").append(node);
    setTimeout(() => node.remove(), 3500);
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// toggleMenu opens a menu of [label, action, class] at a button and closes it on
// Escape, on a choice and on a click elsewhere.
function toggleMenu(button, menu, items) {
  const show = (open) => { menu.hidden = !open; button.setAttribute("aria-expanded", open); };
  button.addEventListener("click", (e) => {
    e.stopPropagation();
    if (!menu.hidden) return show(false);
    menu.replaceChildren(...items().map(([label, action, kind]) => el("button" + (kind ? "." + kind : ""), {
      type: "button", role: "menuitem", onclick: () => { show(false); action(); },
    }, label)));
    show(true);
    menu.firstElementChild.focus();
  });
  menu.addEventListener("keydown", (e) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[e.key];
    if (step) { e.preventDefault(); document.activeElement[step]?.focus(); }
    if (e.key === "Escape") { show(false); button.focus(); }
  });
  document.addEventListener("click", (e) => { if (!menu.contains(e.target)) show(false); });
}

// ---- which chats are open ----

const remembered = () => { try { return JSON.parse(localStorage.getItem("sandbox.columns")) ?? []; } catch { return []; } };

function open(...ids) {
  for (const id of ids.filter((id) => !columns.has(id))) {
    columns.set(id, new Column(id));
    $("#columns").append(columns.get(id).node);
  }
  current = ids.at(-1) ?? current;
  arranged();
}

function close(id) {
  columns.get(id)?.node.remove();
  columns.delete(id);
  if (current === id) current = [...columns.keys()][0] ?? 0;
  arranged();
}

function arranged() {
  if (!new URLSearchParams(location.search).has("citizen")) localStorage.setItem("sandbox.columns", JSON.stringify([...columns.keys()]));
  connect();
  drawTabs();
}

function drawTabs() {
  $("#empty").hidden = columns.size > 0;
  const name = (id) => server.citizens.find((c) => c.id === id)?.profile.first ?? String(id);
  $(".tabs").replaceChildren(...[...columns.keys()].map((id) => el("button.tab", {
    type: "button", role: "tab", "aria-selected": String(id === current), onclick: () => { current = id; drawTabs(); },
  }, name(id))));
  for (const [id, column] of columns) column.node.classList.toggle("current", id === current);
}

function connect() {
  source?.close();
  const query = [...columns.keys()].map((id) => "citizen=" + id).join("&");
  for (const column of columns.values()) column.fresh = true;
  source = new EventSource("/chat/api/events?" + query);
  source.onopen = () => { $(".lost").hidden = true; for (const c of columns.values()) c.fresh = true; };
  source.onerror = () => { $(".lost").hidden = false; };
  source.addEventListener("state", (e) => {
    server = JSON.parse(e.data);
    for (const column of columns.values()) column.drawFrame();
    drawTabs();
    drawFaults();
  });
  source.addEventListener("screen", (e) => {
    const screen = JSON.parse(e.data);
    columns.get(screen.id)?.update(screen);
  });
}

function addDialog() {
  const dialog = $("#citizen-dialog"), form = $("form", dialog);
  const others = server.citizens.filter((c) => !columns.has(c.id));
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

// ---- faults ----

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

function drawFaults() {
  const panel = $("#faults");
  if (panel.hidden) return;
  if (!panel.firstChild) buildFaults(panel);
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

function buildFaults(panel) {
  const save = () => {
    const body = {};
    for (const [name] of FAULTS) {
      const input = panel.querySelector(`[name=${name}]`);
      body[name] = input.type === "checkbox" ? input.checked : Math.trunc(Number(input.value)) * (name === "delay" ? 1e6 : 1);
    }
    api("PUT", faultTarget ? `/citizens/${faultTarget}/faults` : "/faults", body);
  };
  panel.append(el("h2", {}, "Faults on demand"), el("p.note"),
    el("label.whole", {}, "For", el("select", { "aria-label": "For whom", onchange: (e) => { faultTarget = Number(e.target.value); drawFaults(); } })),
    ...FAULTS.map(([name, label, hint]) => hint === "switch"
      ? el("label.switch", {}, label, el("input", { type: "checkbox", name, "data-testid": "fault-" + name, onchange: save }))
      : el("label", {}, el("span", {}, label, el("small", {}, hint)), el("input", { type: "number", min: -1, name, "data-testid": "fault-" + name, onchange: save }))),
    el("button", { type: "button", "data-testid": "clear-faults", onclick: () => api("PUT", faultTarget ? `/citizens/${faultTarget}/faults` : "/faults", {}) }, "Clear"),
    el("h2", {}, "Latest calls of the bot"), el("ol.log"));
}

// ---- start ----

async function begin() {
  $("#languages").append(...Object.entries(LANGUAGES).map(([tag, name]) => el("option", { value: tag }, name)));
  $("#add-citizen").addEventListener("click", addDialog);
  $("[data-testid=add-first]").addEventListener("click", addDialog);
  $("#open-faults").addEventListener("click", (e) => {
    const panel = $("#faults");
    panel.hidden = !panel.hidden;
    e.currentTarget.setAttribute("aria-expanded", !panel.hidden);
    drawFaults();
  });
  server.citizens = await api("GET", "/citizens");
  const asked = new URLSearchParams(location.search).getAll("citizen").map(Number);
  const known = new Set(server.citizens.map((c) => c.id));
  let ids = (asked.length ? asked : remembered()).filter((id) => known.has(id));
  if (!ids.length) ids = server.citizens.slice(0, 3).map((c) => c.id);
  open(...ids);
  current = ids[0] ?? 0;
  drawTabs();
}

begin();
