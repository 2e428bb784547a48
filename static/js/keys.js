// The keys of the frame: / and Ctrl+K lead to the search box, ? opens the sheet of keys. Every page works without them. A single
// key that is none of these is handed to the page, as `chancery:key`: whoever takes it prevents the default of that.
// Whoever speaks to the machine, or rests a hand on it, switches the single keys off, here and on every page: this browser keeps that.
(() => {
  "use strict";

  const KEPT = "chancery.keys";
  const sheet = document.getElementById("keys");
  if (!sheet) return;

  // A browser may refuse to keep anything: then the switch holds for this page.
  const stored = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };
  let act = stored() !== "off";
  const keep = () => { try { localStorage.setItem(KEPT, act ? "on" : "off"); } catch { /* for this page only */ } };
  const show = () => document.querySelectorAll("[data-keys-switch]").forEach((box) => { box.checked = act; });
  show();
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    act = event.target.checked;
    keep();
    show();
  });

  const open = () => { if (!sheet.open) sheet.showModal(); };
  document.querySelectorAll("[data-keys-open]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", open);
  });
  // A click beside the sheet is a click on the dialog itself, which its content covers.
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });

  const search = () => {
    const box = [...document.querySelectorAll("[data-search]")].find((each) => each.offsetParent !== null);
    if (box) { box.focus(); box.select(); }
    else if (sheet.dataset.search) location.assign(sheet.dataset.search);
  };
  const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
  // A box that is ticked takes no letters: keys go on from it.
  const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  // Where nothing points there is no help about keys either: none of a page's own acts unseen.
  const NO_KEYS = window.matchMedia("(hover: none)");
  // Letters of one flow of typing stay letters to its end, even when the field is lost beneath them: none of them decides anything.
  const FLOW = 700;
  let typed = -FLOW;
  const hand = (event) => {
    const { key, repeat } = event;
    if (NO_KEYS.matches || key.length !== 1) return;
    const handed = new CustomEvent("chancery:key", { detail: { key, repeat }, cancelable: true, bubbles: true });
    if (!event.target.dispatchEvent(handed)) event.preventDefault();
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    if ((MAC ? event.metaKey : event.ctrlKey) && event.key === "k") { event.preventDefault(); search(); return; }
    if (isTyping(event.target) || (event.key.length === 1 && event.timeStamp - typed < FLOW)) {
      if (event.key.length === 1) typed = event.timeStamp;
      return;
    }
    if (!act || event.ctrlKey || event.metaKey) return;
    if (event.key === "/") { event.preventDefault(); search(); }
    else if (event.key === "?") { event.preventDefault(); open(); }
    else hand(event);
  });
})();
