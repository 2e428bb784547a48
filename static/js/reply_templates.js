// Puts the reply template that was chosen at the cursor of the text. Without this script the form does it, behind the text.
(() => {
  "use strict";

  const text = document.getElementById("id_text");
  if (!text) return;
  // The list comes anew when the language or the channels change: what is pressed is found where it is then.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-insert-template]")) return;
    const chosen = document.getElementById("id_template")?.selectedOptions[0];
    if (!chosen) return;
    event.preventDefault();
    text.setRangeText(chosen.dataset.text, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
