// Keys and place-keeping for the queue: j and k move, x chooses, a approves, Enter opens, c and r open the form. The page works
// without it.
// Whoever speaks to the machine, or rests a hand on it, switches the single keys off: this browser keeps that.
(() => {
  "use strict";

  const KEPT = "chancery.keys";
  // Where nothing points there is no help about keys either: none of them acts unseen.
  const NO_KEYS = window.matchMedia("(hover: none)");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const here = () => rows().indexOf(document.activeElement?.closest("[data-row]"));
  const link = (row, name) => row.querySelector(`[${name}]`);
  const go = (place) => {
    const all = rows();
    const row = all[Math.max(0, Math.min(place, all.length - 1))];
    if (!row) return;
    link(row, "data-open").focus();
    row.scrollIntoView({ block: "nearest" });
  };

  // A browser may refuse to keep anything: then the switch holds for this page.
  const stored = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };
  let act = stored() !== "off";
  const keep = () => { try { localStorage.setItem(KEPT, act ? "on" : "off"); } catch { /* for this page only */ } };
  const help = () => {
    document.querySelector("[data-keys-help]")?.removeAttribute("hidden");
    const box = document.querySelector("[data-keys-switch]");
    if (box) box.checked = act;
  };
  help();
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-switch]")) return;
    act = event.target.checked;
    keep();
  });

  // What a small window has folded is not approved unread, nor while an answer to the last press is on its way.
  const approve = (row) => {
    const button = link(row, "data-approve");
    if (button?.checkVisibility?.() ?? button) button.form.requestSubmit();
  };
  const moves = ["j", "k"];
  const deeds = {
    j: () => go(here() + 1),
    k: () => go(here() < 0 ? 0 : here() - 1),
    x: (row) => link(row, "data-choose")?.click(),
    a: approve,
    c: (row) => link(row, "data-changes")?.click(),
    r: (row) => link(row, "data-reject")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (!act || NO_KEYS.matches || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    // A box that is ticked takes no letters: keys go on from it.
    if (event.target.closest("input:not([data-choose]), textarea, select, [contenteditable]")) return;
    const deed = deeds[event.key];
    const row = rows()[here()];
    const moving = moves.includes(event.key);
    if (!deed || (!row && !moving)) return;
    event.preventDefault();
    // A key that is held down moves on, and does nothing else; nor does any while a decision is on its way.
    if (!moving && (event.repeat || document.querySelector("#queue .htmx-request"))) return;
    deed(row);
  });

  // After a decision the next draft is where the decided one was: focus stays at that place in the list.
  let place = -1;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest("#queue")) place = rows().indexOf(event.target.closest("[data-row]"));
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (place < 0 || !document.getElementById("queue")) return;
    if (rows().length) go(place);
    else document.getElementById("main").focus();
    place = -1;
  });
})();
