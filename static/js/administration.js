// The searching lists of the administration have no name of their own: give each the words of its label.
(() => {
  "use strict";
  const name = (root) => root.querySelectorAll(".select2-selection, .select2-selection__rendered").forEach((list) => {
    const field = list.closest(".related-widget-wrapper, .form-row, .flex-container")?.querySelector("select");
    const label = field && document.querySelector(`label[for="${field.id}"]`);
    if (!label) return;
    list.setAttribute("aria-label", label.textContent.replace(":", "").trim());
    list.removeAttribute("aria-labelledby");
  });
  name(document);
  // They are made after the page, and again with each added row.
  new MutationObserver(() => name(document)).observe(document.body, { childList: true, subtree: true });
})();
