// Comforts of the policy editor: levels moved by drag or by the arrow keys, focus kept on what was moved. The page works without it:
// every level has buttons, and each move is made by the server, which is the only one who knows the order.
(() => {
  "use strict";

  const form = () => document.getElementById("policy");
  const cards = () => [...form().querySelectorAll("[data-level]")];
  const cardOf = (element) => element.closest("[data-level]");
  const placeOf = (card) => Number(card.dataset.level);
  if (!form()) return;

  // ---- What is focused after the form has come back, and the keys that were pressed while it was away.
  let next = null;
  let isAway = false;
  // The handle that a move began at: nothing is typed until the move is back, and the keys pressed meanwhile are still its own.
  let moving = null;
  const waiting = [];
  const move = (there, here, focus) => {
    if (isAway || here < 0 || here >= cards().length || here === there) return;
    moving = document.activeElement.matches("[data-handle]") ? document.activeElement : null;
    isAway = form().inert = true;
    next = focus;
    const address = form().getAttribute("action");
    window.htmx.ajax("POST", address, {
      source: form(), target: "#policy", select: "#policy", selectOOB: "#editor-said:innerHTML", swap: "outerHTML",
      values: { do: `move-${there}-${here}` },
    });
  };
  const step = (handle, key) => {
    const place = placeOf(cardOf(handle));
    const here = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: cards().length - 1 }[key];
    move(place, here, "[data-handle]");
  };

  const prepare = () => {
    form().querySelectorAll("[data-handle]").forEach((handle) => { handle.hidden = false; });
  };
  prepare();

  const focusOn = (acted) => {
    const card = form().querySelector(`[data-level="${acted}"]`);
    if (!card) { form().querySelector("#levels").focus(); return; }
    const wanted = next && card.querySelector(next);
    (wanted || card.querySelector("[data-handle]") || card).focus();
    card.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    // While levels are moved nothing is checked: the form comes back checked.
    if (event.target.id === "editor" && isAway) { event.preventDefault(); return; }
    const button = event.target.closest?.("#policy button[name='do']");
    if (!button) return;
    // A second button pressed meanwhile would send the form as it was: the first would be undone by it.
    if (isAway) { event.preventDefault(); return; }
    isAway = form().inert = true;
    const verb = button.value.split("-")[0];
    next = { up: "[value^='up-']", down: "[value^='down-']", add: "input[name$='-name']", open: "input[name$='-name']", duplicate: "input[name$='-name']" }[verb] || null;
    if (button.dataset.more) next = `[name^='${button.dataset.more}-']`;
  });
  // A check that was asked before the form was replaced says nothing of the form that there is now.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.target.isConnected) event.preventDefault();
  });
  // What is saved while a move is on its way is saved after it.
  let saves = null;
  document.addEventListener("submit", (event) => {
    if (!isAway || event.target !== form()) return;
    event.preventDefault();
    saves = event.submitter?.value || "save";
  }, true);
  const isBack = () => {
    isAway = form().inert = false;
    if (moving?.isConnected && document.activeElement === document.body) moving.focus();
    moving = null;
  };
  // An answer to a check that was asked before says nothing of the move that is still away.
  const isOfMove = (event) => event.detail.elt?.matches?.("#policy, #policy button[name='do']");
  ["htmx:responseError", "htmx:sendError", "htmx:timeout", "htmx:beforeOnLoad"].forEach((name) => window.addEventListener(name, (event) => { if (isOfMove(event)) isBack(); }, true));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "policy") return;
    isBack();
    prepare();
    const acted = form().dataset.acted;
    if (acted !== undefined) focusOn(acted);
    else if (next) [...form().querySelectorAll(`${next}:not([type='hidden'])`)].filter((field) => /-(field|after)$/.test(field.name)).pop()?.focus();
    next = null;
    const key = waiting.shift();
    if (key && document.activeElement.matches("[data-handle]")) step(document.activeElement, key);
    if (saves) form().querySelector(`button[name="do"][value="${saves}"]`)?.click();
    saves = null;
  });

  // ---- Which levels are shown whole is sent along, so that it is so when the form comes back.
  document.addEventListener("toggle", (event) => {
    const field = event.target.dataset?.opens && document.getElementById(event.target.dataset.opens);
    if (field) field.value = event.target.open ? "on" : "";
  }, true);

  // A way to a level, or to a field of one, opens what hides it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target || !form().contains(target)) return;
    for (let hidden = target.closest("details"); hidden; hidden = hidden.parentElement.closest("details")) hidden.open = true;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "center" });
  });

  // ---- Arrow keys on the handle.
  document.addEventListener("keydown", (event) => {
    const isMoving = isAway && moving && event.target === document.body;
    if (!(isMoving || event.target.matches?.("[data-handle]")) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    if (isAway) waiting.push(event.key);
    else step(event.target, event.key);
  });

  // Enter in a field sends nothing: what is written is checked as it is written.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("#policy input")) event.preventDefault();
  });

  // ---- Drag, by mouse, pen or finger. The cards are folded while one is dragged; a line shows where it would be put.
  let dragged = null;
  const mark = (drag) => {
    const others = cards().filter((card) => card !== drag.card);
    drag.here = others.filter((card) => {
      const box = card.getBoundingClientRect();
      return box.top + box.height / 2 < drag.y;
    }).length;
    cards().forEach((card) => card.classList.remove("ap-drop-before", "ap-drop-after"));
    if (drag.here === placeOf(drag.card)) return;
    if (drag.here < others.length) others[drag.here].classList.add("ap-drop-before");
    else others[others.length - 1].classList.add("ap-drop-after");
  };
  const begin = (drag) => {
    drag.isOn = true;
    const before = drag.card.getBoundingClientRect().top;
    form().classList.add("ap-sorting");
    drag.card.classList.add("ap-dragged");
    window.scrollBy(0, drag.card.getBoundingClientRect().top - before);
  };
  const end = (isDropped) => {
    const drag = dragged;
    dragged = null;
    if (!drag) return;
    form().classList.remove("ap-sorting");
    cards().forEach((card) => card.classList.remove("ap-drop-before", "ap-drop-after", "ap-dragged"));
    if (drag.isOn && isDropped) move(placeOf(drag.card), drag.here, "[data-handle]");
  };
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle || event.button !== 0 || isAway) return;
    handle.setPointerCapture(event.pointerId);
    dragged = { card: cardOf(handle), from: event.clientY, y: event.clientY, here: placeOf(cardOf(handle)), isOn: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    dragged.y = event.clientY;
    if (!dragged.isOn && Math.abs(dragged.y - dragged.from) > 5) begin(dragged);
    if (!dragged.isOn) return;
    if (dragged.y < 70) window.scrollBy(0, -14);
    if (dragged.y > window.innerHeight - 70) window.scrollBy(0, 14);
    mark(dragged);
  });
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });
})();
