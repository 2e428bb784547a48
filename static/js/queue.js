// Keys and place-keeping for the queue: j and k move, x chooses, a approves, Enter opens, c and r open the form. The page works
// without it; which keys act at all, keys.js says.
(() => {
  "use strict";

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

  // What a small window has folded is not approved unread, nor while an answer to the last press is on its way.
  const approve = (row) => {
    const button = link(row, "data-approve");
    if (button?.checkVisibility?.() ?? button) button.click();
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
  document.addEventListener("chancery:key", (event) => {
    const { key, repeat } = event.detail;
    const deed = deeds[key];
    const row = rows()[here()];
    const moving = moves.includes(key);
    if (!deed || (!row && !moving)) return;
    event.preventDefault();
    // A key that is held down moves on, and does nothing else; nor does any while a decision is on its way.
    if (!moving && (repeat || document.querySelector("#queue .htmx-request"))) return;
    deed(row);
  });

  // After a decision the next draft is where the decided one was: focus stays at that place in the list.
  let place = -1;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest("#queue")) place = rows().indexOf(event.target.closest("[data-row]"));
  });
  document.addEventListener("htmx:afterSettle", () => {
    const there = place, at = document.activeElement;
    place = -1;
    // Whoever has gone on to something else keeps the focus there.
    if (there < 0 || !document.getElementById("queue") || !(at === document.body || at.closest("#queue"))) return;
    if (rows().length) go(there);
    else document.getElementById("main").focus();
  });
})();
