// One message as a bubble, with what hangs under it.
import { el, copy, clock, bytes, initial, fileURL } from "./dom.js";
import { askLink, rich } from "./text.js";

export function draw(m, column) {
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
    from_bot && el("a.call", { href: "tel:" + contact.phone.replace(/ /g, ""), "data-testid": "call", "aria-label": "Call " + contact.phone }, "☎ " + contact.phone));
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
