// While a form is checked as it is written: when a check does not come back, the writer is told, and keeps what was written.
// The page works without it. It serves the form that #check is within.
(() => {
  "use strict";

  const lost = () => document.getElementById("check-lost");
  if (!lost()) return;

  // Who signs in again in another window gets a new token there: what is sent from here bears the newest.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.closest("form") && token()) event.detail.parameters.csrfmiddlewaretoken = token();
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.csrfmiddlewaretoken;
    if (field && token()) field.value = token();
  }, true);

  // Whoever has been signed out is asked to sign in by a whole page: not here, where it would take what is written along.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (!event.target.closest("form")?.querySelector("#check")) return;
    const leads = event.detail.xhr.getResponseHeader("HX-Redirect") !== null;
    lost().hidden = !leads;
    if (leads) event.preventDefault();
  });
  // Said here, and nowhere else: the page, with what is being written, stays as it is.
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, (event) => {
    if (!event.target.closest("form")?.querySelector("#check")) return;
    event.stopImmediatePropagation();
    lost().hidden = false;
  }, true));
})();
