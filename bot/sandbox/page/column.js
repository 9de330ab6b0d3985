// One citizen's phone. The server sends the whole screen at first and then what
// changed; everything here is drawn from that and nothing is guessed.
import { $, el, api, copy, base64, toggleMenu, LANGUAGES, fullName, initial } from "./dom.js";
import { draw } from "./message.js";

export class Column {
  constructor(id, page) {
    this.id = id;
    this.page = page; // what is around the chats: server, close
    this.messages = new Map(); // id → {message, node}
    this.state = { profile: { first: "…" }, menu: [], keyboard: null, faults: {} };
    this.atEnd = true; // the reader is at the newest message
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
    const below = () => this.screen.scrollHeight - this.screen.scrollTop - this.screen.clientHeight;
    this.screen.addEventListener("scroll", () => { this.atEnd = below() < 80; });
    this.screen.addEventListener("load", () => this.stick(), true); // a picture has come and takes its place
    new ResizeObserver(() => this.stick()).observe(this.screen);
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
    this.state = screen;
    for (const m of screen.messages) this.place(m);
    if (!this.fresh) for (const t of screen.toasts) this.answer(t);
    this.fresh = false;
    this.drawFrame();
    const mine = screen.messages.some((m) => !m.from_bot && !m.edited);
    if (mine) this.atEnd = true;
    this.stick();
  }

  // stick keeps the newest message in sight while the reader is at the end.
  stick() {
    if (this.atEnd) this.screen.scrollTop = this.screen.scrollHeight;
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
    this.at(".bot-name").textContent = this.page.server.bot;
    this.at(".bot-avatar").textContent = initial(this.page.server.bot);
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
      ["Close this chat", () => this.page.close(this.id)],
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
