// Keys and place-keeping for the queue: j and k move, a approves, Enter opens, c and r open the form. The page works without it.
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

  const help = () => document.querySelector("[data-keys-help]")?.removeAttribute("hidden");
  help();

  const deeds = {
    j: () => go(here() + 1),
    k: () => go(here() < 0 ? 0 : here() - 1),
    a: (row) => link(row, "data-approve")?.form.requestSubmit(),
    c: (row) => link(row, "data-changes")?.click(),
    r: (row) => link(row, "data-reject")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const deed = deeds[event.key];
    const row = rows()[here()];
    if (!deed || (!row && event.key !== "j" && event.key !== "k")) return;
    event.preventDefault();
    deed(row);
  });

  // After a decision the next draft is where the decided one was: focus stays at that place in the list.
  let place = -1;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.closest("#queue")) place = rows().indexOf(event.target.closest("[data-row]"));
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (place < 0 || !document.getElementById("queue")) return;
    help();
    if (rows().length) go(place);
    else document.getElementById("main").focus();
    place = -1;
  });
})();
