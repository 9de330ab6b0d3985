// What the other files are written with: elements, the page's API, menus, names.

export const LANGUAGES = {
  as: "অসমীয়া", bn: "বাংলা", brx: "बड़ो", doi: "डोगरी", en: "English", gu: "ગુજરાતી", hi: "हिन्दी", kn: "ಕನ್ನಡ",
  kok: "कोंकणी", ks: "کٲشُر", mai: "मैथिली", ml: "മലയാളം", mni: "ꯃꯩꯇꯩꯂꯣꯟ", mr: "मराठी", ne: "नेपाली", or: "ଓଡ଼ିଆ",
  pa: "ਪੰਜਾਬੀ", sa: "संस्कृतम्", sat: "ᱥᱟᱱᱛᱟᱲᱤ", sd: "سنڌي", ta: "தமிழ்", te: "తెలుగు", ur: "اردو",
};

export const $ = (selector, root = document) => root.querySelector(selector);

// el makes an element: el("p.note", {dir: "auto"}, "text", child …).
export function el(spec, props = {}, ...children) {
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

export async function api(method, path, body) {
  const response = await fetch("/chat/api" + path, {
    method, body: body && JSON.stringify(body), headers: body && { "Content-Type": "application/json" },
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export async function copy(text, column) {
  try {
    await navigator.clipboard.writeText(text);
    column.toast("Copied");
  } catch {
    column.toast("Copying is not allowed here");
  }
}

export const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
export const bytes = (n) => (n < 1024 ? n + " B" : n < 1 << 20 ? (n / 1024).toFixed(0) + " KB" : (n / (1 << 20)).toFixed(1) + " MB");
export const initial = (name) => [...(name || "?")][0].toUpperCase();
export const fullName = (p) => [p.first, p.last].filter(Boolean).join(" ");
export const fileURL = (file) => "/chat/api/files/" + encodeURIComponent(file.id);

export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

// toggleMenu opens a menu of [label, action, class] at a button and closes it on
// Escape, on a choice and on a click elsewhere.
export function toggleMenu(button, menu, items) {
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
