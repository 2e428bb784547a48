// Comforts of a draft's page: it says that it has been read, tells what others do meanwhile, and takes the keys of a decision.
// The page works without it.
(() => {
  "use strict";

  document.querySelectorAll("[data-copies]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copies);
      try {
        await navigator.clipboard.writeText(text.value);
        button.textContent = button.dataset.copied;
      } catch {
        // The browser does not let it: what would be copied is chosen whole where it is read, for a copy by hand.
        const folded = text.closest("details");
        if (folded) { folded.open = true; text.select(); }
        else getSelection().selectAllChildren(text.parentElement.querySelector("p"));
      }
    });
  });

  // Read is what has been in view for a moment; what it says stays until the page is left.
  const READ_AFTER = 3000;
  const looked = document.getElementById("looked");
  let timer = 0;
  const read = async () => {
    const sent = new FormData(looked);
    sent.set("quietly", "1");
    try {
      const answer = await fetch(looked.action, { method: "POST", body: sent, redirect: "manual" });
      if (answer.status !== 204) return;
      const button = looked.querySelector("button");
      button.textContent = looked.dataset.read;
      button.disabled = true;
    } catch { /* Then it is new the next time, too. */ }
  };
  const attend = () => {
    clearTimeout(timer);
    if (looked && !document.hidden && !looked.querySelector("button").disabled) timer = setTimeout(read, READ_AFTER);
  };
  document.addEventListener("visibilitychange", attend);
  attend();

  // What others do to it is offered above what is read; nothing moves, and nothing is taken from under the hands.
  const place = document.getElementById("draft-news");
  document.addEventListener("chancery:live", (event) => {
    const news = event.detail.draft;
    if (!news || !place || !news.told.length || place.dataset.told === String(news.seen)) return;
    place.dataset.told = String(news.seen);
    const isText = news.revision !== place.dataset.revision;
    const way = Object.assign(document.createElement("a"), {
      href: isText ? `${place.dataset.page}?from=${place.dataset.from}#changes` : place.dataset.page,
      textContent: isText ? place.dataset.changes : place.dataset.show,
    });
    const line = document.createElement("p");
    line.append(news.told.join(" "), " ", way);
    place.replaceChildren(line);
  });

  // A way to a form opens it, and leads to what is to be typed.
  const open = (details) => {
    details.open = true;
    (details.querySelector("textarea, select, input:not([type=hidden])") || details).focus();
    details.scrollIntoView({ block: "nearest" });
  };
  document.querySelectorAll("[data-opens]").forEach((way) => way.addEventListener("click", (event) => {
    event.preventDefault();
    open(document.getElementById(way.dataset.opens));
  }));
  const asked = document.querySelector(".ap-verb[open]");
  const isFree = !document.activeElement || document.activeElement === document.body;
  if (asked && isFree && !document.querySelector(".ch-error-summary")) open(asked);

  // The single keys of the queue act here, too.
  document.addEventListener("chancery:key", (event) => {
    const { key, repeat } = event.detail;
    const button = ["a", "c", "r"].includes(key) && document.querySelector(`[data-key="${key}"]`);
    // The next draft opens after a decision: a key that is still held down decides nothing there.
    if (!button || button.disabled || repeat) return;
    event.preventDefault();
    if (key === "a") button.form.requestSubmit();
    else open(button.closest("details"));
  });
})();
