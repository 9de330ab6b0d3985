// What the browser tests ask of the chat page. Nothing here acts: it finds, looks and waits.
window.probe = {
  column: (id) => document.querySelector(`.phone[data-citizen="${id}"]`),
  messages: (id) => [...probe.column(id).querySelectorAll("[data-testid=message]:not(.gone)")],
  // mark notes what is on the screen. A message that comes or changes later is fresh:
  // the page draws a changed message anew.
  mark: (id) => { for (const m of probe.messages(id)) m.seen = true; },
  fresh: (id) => probe.messages(id).filter((m) => !m.seen && m.dataset.from === "bot"),
  plain: (node) => node.textContent.replace(/\s+/g, " ").trim(),
  said: (id, text) => probe.fresh(id).some((m) => probe.plain(m).includes(text)),
  // labelled is the newest of the things with this label.
  labelled: (root, selector, label) => [...root.querySelectorAll(selector)].filter((b) => probe.plain(b) === label).at(-1),

  // until resolves to true once cond holds; it is asked at every change of the page and
  // whenever a picture has come.
  until: (cond, ms) => new Promise((resolve) => {
    if (cond()) return resolve(true);
    const look = () => cond() && end(true);
    const end = (held) => { watcher.disconnect(); document.removeEventListener("load", look, true); clearTimeout(timer); resolve(held); };
    const watcher = new MutationObserver(look);
    const timer = setTimeout(() => end(Boolean(cond())), ms);
    watcher.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
    document.addEventListener("load", look, true);
  }),

  // hits are what was clicked since spot found the aim.
  aim: null,
  hits: [],
  hitAim: (times) => probe.hits.length === times && probe.hits.every((node) => probe.aim.contains(node)),

  // spot resolves to the middle of an element once it stands still and nothing covers
  // it: where a finger would go. null when that does not come about in time.
  spot: (find, ms) => new Promise((resolve) => {
    const deadline = performance.now() + ms;
    let last = "";
    const look = () => {
      if (performance.now() > deadline) return resolve(null);
      const node = find();
      node?.scrollIntoView({ block: "nearest" });
      const box = node?.getBoundingClientRect();
      const now = box ? [box.x, box.y, box.width, box.height].join() : "";
      const still = box?.width > 0 && now === last;
      last = now;
      if (still) {
        const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        if (node.contains(document.elementFromPoint(at.x, at.y))) {
          probe.aim = node;
          probe.hits = [];
          return resolve(at);
        }
      }
      requestAnimationFrame(look);
    };
    look();
  }),
};
window.addEventListener("click", (event) => { if (event.isTrusted) probe.hits.push(event.target); }, true);
