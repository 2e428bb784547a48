// Choosing several rows of the queue: counts them, takes a whole group at once, and keeps what is chosen through every update,
// each by the draft and the revision it names, so that a choice never passes to another draft. The page works without it.
(() => {
  "use strict";

  const bar = document.getElementById("several");
  if (!bar) return;
  const boxes = (root = document) => [...root.querySelectorAll("[data-choose]")];
  const chosen = () => boxes().filter((box) => box.checked);
  const said = bar.querySelector("[data-chosen-count]");
  const none = bar.querySelector("[data-choose-none]");

  const tell = () => {
    const count = chosen().length;
    const words = count === 1 ? said.dataset.one : said.dataset.many.replace("%(count)s", String(count));
    const now = count ? words : "";
    if (said.textContent !== now) said.textContent = now;
    none.hidden = !count;
    document.querySelectorAll("[data-group]").forEach((group) => {
      const all = boxes(group), way = group.querySelector("[data-all]");
      way.setAttribute("aria-pressed", String(all.length > 0 && all.every((box) => box.checked)));
    });
  };
  const press = (group) => {
    const all = boxes(group), some = all.some((box) => !box.checked);
    all.forEach((box) => { box.checked = some; });
    tell();
  };
  document.addEventListener("change", (event) => { if (event.target.matches("[data-choose]")) tell(); });
  document.addEventListener("click", (event) => {
    const way = event.target.closest("[data-all]");
    if (!way || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    press(way.closest("[data-group]"));
  });
  // A way to take a whole group is a link without this file, and a switch with it.
  const dress = () => document.querySelectorAll("[data-all]").forEach((way) => {
    way.setAttribute("role", "button");
    way.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      press(way.closest("[data-group]"));
    });
  });
  const clear = () => { chosen().forEach((box) => { box.checked = false; }); tell(); };
  none.addEventListener("click", () => { clear(); document.getElementById("main").focus(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("details.ch-menu[open], dialog[open]") && chosen().length) clear();
  });

  // A decision in place brings a new list: what was chosen in the old one is chosen in it, if it is there still.
  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id === "queue") kept = new Set(chosen().map((box) => box.value));
  });
  const again = () => {
    if (kept) boxes().forEach((box) => { box.checked = box.checked || kept.has(box.value); });
    kept = null;
    dress();
    tell();
  };
  document.addEventListener("htmx:afterSettle", again);
  document.addEventListener("chancery:queue", again);
  window.addEventListener("pageshow", tell);
  dress();
  tell();
})();
