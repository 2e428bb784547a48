// While writing: when the live check does not come back, the writer is told, and keeps the text. The page works without it.
(() => {
  "use strict";

  const check = document.getElementById("check");
  const lost = document.getElementById("check-lost");
  if (!check || !lost) return;

  // Who signs in again in another window gets a new token there: what is sent from here bears the newest.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  check.addEventListener("htmx:configRequest", (event) => {
    if (token()) event.detail.parameters.csrfmiddlewaretoken = token();
  });
  document.getElementById("write").addEventListener("submit", (event) => {
    const field = event.target.elements.csrfmiddlewaretoken;
    if (token()) field.value = token();
  });

  // Whoever has been signed out is asked to sign in by a whole page: not here, where it would take the text along.
  check.addEventListener("htmx:beforeOnLoad", (event) => {
    const leads = event.detail.xhr.getResponseHeader("HX-Redirect") !== null;
    lost.hidden = !leads;
    if (leads) event.preventDefault();
  });
  // Said here, and nowhere else: the page, with what is being written, stays as it is.
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => check.addEventListener(name, (event) => {
    event.stopPropagation();
    lost.hidden = false;
  }));
})();
