// Text with entities. Offsets are UTF-16 units, as in JavaScript.
import { $, el, copy } from "./dom.js";

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

export function askLink(url) {
  const dialog = $("#link-dialog");
  $(".address", dialog).textContent = url;
  dialog.onclose = () => dialog.returnValue === "open" && window.open(url, "_blank", "noopener,noreferrer");
  dialog.returnValue = "";
  dialog.showModal();
}

// rich draws text[from, to) with the entities in it, outer ones first. What crosses
// a border is cut there.
export function rich(text, entities, column, from = 0, to = text.length) {
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
