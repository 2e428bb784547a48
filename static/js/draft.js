// Comforts of a draft's page: copying the text to publish. The page works without it.
(() => {
  "use strict";

  document.querySelectorAll("[data-copies]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      button.textContent = button.dataset.copied;
    });
  });
})();
