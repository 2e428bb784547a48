// Comforts on top of pages that work without them. No page may need this file.
(() => {
  "use strict";

  // A menu closes when the reader clicks elsewhere, leaves it with Tab, or presses Escape.
  const openMenus = () => document.querySelectorAll("details.ch-menu[open]");
  const closeMenus = (except) => openMenus().forEach((menu) => { if (!menu.contains(except)) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("focusin", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });

  // What went wrong is read first, on a new page and after a partial update.
  const focusErrors = (root) => { root.querySelector(".ch-error-summary")?.focus(); };
  focusErrors(document);
  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.detail.elt));

  // A partial request that is refused shows the page of the refusal, as it would without this file.
  document.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const main = page.querySelector("#main");
    if (!main) return sayUnsent();
    document.title = page.title;
    document.querySelector("#main").replaceWith(main);
    window.htmx.process(main);
    main.focus();
  });
  const sayUnsent = () => {
    const messages = document.querySelector("#messages");
    const message = Object.assign(document.createElement("p"), { className: "ch-message ch-tone-bad", textContent: messages.dataset.unsent });
    messages.replaceChildren(message);
    message.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:sendError", sayUnsent);

  // One press, one request: a second press within three seconds is the same press.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sentAt && Date.now() - Number(form.dataset.sentAt) < 3000) event.preventDefault();
    else form.dataset.sentAt = String(Date.now());
  });
})();
