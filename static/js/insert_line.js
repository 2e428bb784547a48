// A cleared line is put where the writer's cursor is, without a request. The page works without it: the line goes to the end.
(() => {
  "use strict";

  document.querySelectorAll("[data-inserts]").forEach((place) => {
    let text = document.getElementById(place.dataset.inserts);
    // Whoever has not been in the text yet has no place in it: the line goes to the end. Where there are several texts, it
    // goes into the one that the writer was in last.
    let isPlaced = false;
    document.addEventListener("focusin", (event) => {
      if (!event.target.matches("textarea.ch-write-text")) return;
      text = event.target;
      isPlaced = true;
    });
    place.addEventListener("click", (event) => {
      const button = event.target.closest("[data-line]");
      if (!button || !text) return;
      event.preventDefault();
      if (!isPlaced) text.setSelectionRange(text.value.length, text.value.length);
      const before = text.value.slice(0, text.selectionStart);
      const gap = before && !/\s$/.test(before) ? " " : "";
      text.setRangeText(gap + button.dataset.line, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.focus();
    });
  });
})();
