// While something is written that is checked on the way: when an answer does not come back, the writer is told, and keeps what
// was written. The page works without it. It serves every partial request of a page that has #check-lost.
(() => {
  "use strict";

  const lost = document.getElementById("check-lost")?.id;
  if (!lost) return;
  const say = (isLost) => { document.getElementById(lost).hidden = !isLost; };

  // Who signs in again in another window gets a new token there: what is sent from here bears the newest.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" && token()) event.detail.parameters.csrfmiddlewaretoken = token();
    if (event.detail.verb === "get") delete event.detail.parameters.csrfmiddlewaretoken;
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.csrfmiddlewaretoken;
    if (field && token()) field.value = token();
  }, true);

  // Whoever has been signed out is asked to sign in by a whole page: not here, where it would take what is written along.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const leads = event.detail.xhr.getResponseHeader("HX-Redirect") !== null;
    say(leads);
    if (leads) event.preventDefault();
    // In a demo, the page of an error would take the place of this one.
    if (event.detail.xhr.status >= 400) event.stopImmediatePropagation();
  }, true);
  // Said here, and nowhere else: the page, with what is being written, stays as it is.
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, (event) => {
    event.stopImmediatePropagation();
    say(true);
  }, true));
})();
