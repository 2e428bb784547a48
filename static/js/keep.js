// Keeps what is written while it is written: at the server, and in this browser for as long as the server does not have it. There
// it is sealed with keys that only its writer is given, with the page; without a secure connection it stays in this window, in
// the clear. The form works without this file.
(() => {
  "use strict";

  const place = document.getElementById("keeping");
  const form = place?.closest("form");
  if (!form) return;

  // In milliseconds: after the last key, between two requests, at most unkept while somebody goes on typing, until it is sealed.
  const PAUSE = 1500, GAP = 3000, LONGEST = 10_000, SEAL = 200;
  const ANSWERS_WITHIN = 10_000, FIRST_WAIT = 2000, LAST_WAIT = 60_000;
  const FORGOTTEN_AFTER = 30 * 24 * 3600 * 1000;
  const EVERY = "chancery.words.", PREFIX = `${EVERY}${place.dataset.form}.`;
  const OWN = PREFIX + Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
  const NOT_WRITTEN = new Set(["csrfmiddlewaretoken", "do", "sitting", "sequence", "confirm", "template", "templates"]);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text64 = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
  const keys = crypto.subtle && Promise.all(place.dataset.seals.split(" ").map(
    (seal) => crypto.subtle.importKey("raw", bytes(seal), "AES-GCM", false, ["encrypt", "decrypt"])));

  const words = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_WRITTEN.has(name));
  let written = JSON.stringify(words());
  // How far the words have come, how far the server has them, and how far this browser has them.
  let sequence = 0, kept = 0, held = 0;
  let typedAt = 0, unkeptSince = 0, askedAt = 0, wait = FIRST_WAIT;
  let trouble = "", isAsking = false, isLeaving = false, hasLookedBack = false, key = "";
  let timer, sealTimer, holding = Promise.resolve();
  const entry = () => ({ sitting: form.elements.sitting.value, sequence, typedAt, fields: JSON.parse(written) });

  // ---- What is said ----

  const show = (selector, isShown) => place.querySelectorAll(selector).forEach((part) => { if (part.hidden === isShown) part.hidden = !isShown; });
  const say = (said) => { place.querySelector("[data-keep-said]").textContent = said; };
  const tell = (why, sentence = "") => {
    const isHeld = held >= sequence;
    place.querySelector("[data-keep-sentence]").textContent = sentence;
    if (trouble && !why) show("[data-keep-again]", true);
    if (why) show("[data-keep-again]", false);
    trouble = why;
    place.querySelectorAll("[data-keep-why]").forEach((part) => { part.hidden = part.dataset.keepWhy !== why; });
    show("[data-kept-here]", isHeld && Boolean(keys));
    show("[data-keep-where=window]", isHeld && !keys);
    show("[data-keep-where=nowhere]", !isHeld);
    show("[data-keep-trouble]", Boolean(why));
    if (why) say("");
  };
  // Whoever leaves is asked only when their words are nowhere but on this page.
  const stay = (event) => event.preventDefault();
  const guard = () => {
    const isLoose = !isLeaving && sequence > Math.max(kept, keys ? held : 0);
    window[isLoose ? "addEventListener" : "removeEventListener"]("beforeunload", stay);
  };

  // ---- In this browser ----

  const store = () => (keys ? localStorage : sessionStorage);
  const sealed = async (said) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, (await keys)[0], new TextEncoder().encode(said));
    return { iv: text64(iv), box: text64(box) };
  };
  const opened = async (kept) => {
    if (!keys) return kept.owner === place.dataset.owner ? JSON.parse(kept.said) : null;
    for (const one of await keys) {
      try {
        return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(kept.iv) }, one, bytes(kept.box))));
      } catch { /* Sealed with an older key, or somebody else's. */ }
    }
    return null;
  };
  const holdNow = async () => {
    const what = entry();
    if (what.sequence <= Math.max(kept, held)) return;
    try {
      const said = JSON.stringify(what);
      const box = keys ? await sealed(said) : { owner: place.dataset.owner, said };
      if (what.sequence <= kept) return;
      store().setItem(OWN, JSON.stringify({ at: Date.now(), ...box }));
      held = what.sequence;
    } catch { /* No room, or no such store: guard() asks whoever leaves. */ }
    if (trouble) tell(trouble, place.querySelector("[data-keep-sentence]").textContent);
    guard();
  };
  const hold = () => { holding = holding.then(holdNow); return holding; };
  const letGo = () => { try { store().removeItem(OWN); } catch { /* Nothing was held. */ } };

  // ---- At the server ----

  // Who signs in again in another window gets a new token there: what is sent from here bears the newest.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
  const post = ({ sitting, sequence, typedAt, fields }, options) => fetch(place.dataset.keeps, {
    method: "POST", redirect: "manual", signal: AbortSignal.timeout(ANSWERS_WITHIN), ...options,
    body: new URLSearchParams([["csrfmiddlewaretoken", token()], ["sitting", sitting], ["sequence", sequence],
      ["age", Math.max(0, Date.now() - typedAt)], ...fields]),
  });
  // Answers {said} when it is kept, {why} when it is not.
  const ask = async (what, options = {}) => {
    try {
      const answer = await post(what, options);
      if (answer.type === "opaqueredirect") return { why: "signed-out" };
      if (answer.status === 413) return { why: "refused", sentence: place.querySelector("[data-too-large]").dataset.tooLarge };
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return { why: answer.status === 403 ? "signed-out" : "unreachable" };
      const said = await answer.json();
      if (answer.ok) return { said };
      return { why: said.code === "another_writer" ? "somebody-else" : "refused", sentence: said.sentence, over: said.code === "sitting_over" ? said : null };
    } catch {
      return { why: navigator.onLine ? "unreachable" : "offline" };
    }
  };
  const keep = async () => {
    if (isAsking || kept >= sequence) return;
    isAsking = true;
    askedAt = Date.now();
    const what = entry(), answer = await ask(what);
    isAsking = false;
    if (answer.said) took(what, answer.said);
    else if (answer.over) goOn(what, answer.over);
    else lose(answer);
    if (kept < sequence) plan();
  };
  const took = (what, said) => {
    kept = Math.max(kept, what.sequence);
    unkeptSince = typedAt;
    wait = FIRST_WAIT;
    if (kept >= held) letGo();
    tell("");
    say(said.said);
    guard();
    if (key !== said.key) history.replaceState(null, "", `${location.pathname}?words=${said.key}`);
    key = said.key;
    if (!hasLookedBack) lookBack();
  };
  // Saved, taken up or thrown away in another window: what was typed here since then is a sitting of its own.
  const goOn = (what, over) => {
    form.elements.sitting.value = over.sitting;
    if (what.sequence <= over.sequence) { kept = what.sequence; letGo(); tell(""); guard(); return; }
    held = 0;
    askedAt = 0;
    hold();
  };
  const lose = ({ why, sentence }) => {
    wait = trouble ? Math.min(2 * wait, LAST_WAIT) : FIRST_WAIT;
    tell(why, sentence);
    hold();
  };
  const plan = () => {
    clearTimeout(timer);
    const due = trouble ? askedAt + wait : Math.max(Math.min(typedAt + PAUSE, unkeptSince + LONGEST), askedAt + GAP);
    timer = setTimeout(keep, Math.max(0, due - Date.now()));
  };
  const changed = () => {
    const now = JSON.stringify(words());
    if (now === written) return;
    written = now;
    isLeaving = false;
    typedAt = Date.now();
    if (kept >= sequence) unkeptSince = typedAt;
    sequence = Math.max(sequence + 1, typedAt);
    form.elements.sequence.value = sequence;
    clearTimeout(sealTimer);
    sealTimer = setTimeout(hold, SEAL);
    plan();
    guard();
  };

  // ---- What an earlier window left here ----

  const left = () => [localStorage, sessionStorage].flatMap((where) => Object.keys(where).filter((name) => name.startsWith(EVERY)).map((name) => [where, name]));
  // Hands in what one entry holds; true when the server has it, and the entry may go.
  const handIn = async (what) => {
    const answer = await ask(what);
    if (!answer.over) return Boolean(answer.said);
    return what.sequence <= answer.over.sequence || Boolean((await ask({ ...what, sitting: answer.over.sitting })).said);
  };
  const lookBack = async () => {
    hasLookedBack = true;
    let isNew = false;
    try {
      for (const [where, name] of left()) {
        const found = JSON.parse(where.getItem(name));
        const isForeign = where === sessionStorage && found.owner !== place.dataset.owner;
        if (isForeign || Date.now() - found.at > FORGOTTEN_AFTER) where.removeItem(name);
        else if (name.startsWith(PREFIX) && name !== OWN && where === store()) {
          const what = await opened(found);
          if (!what) continue;
          if (!await handIn(what)) { hasLookedBack = false; break; }
          where.removeItem(name);
          isNew = true;
        }
      }
    } catch { /* What cannot be read stays where it is. */ }
    // What cannot be offered now is offered when the page is opened again.
    if (isNew) await offerAnew().catch(() => {});
  };
  const offerAnew = async () => {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return;
    const offers = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("unsaved-offers");
    if (key) offers?.querySelectorAll(`[href*="${key}"]`).forEach((own) => own.closest(".kp-offer")?.remove());
    if (offers) document.getElementById("unsaved-offers")?.replaceWith(offers);
  };

  // ---- When ----

  ["input", "change"].forEach((name) => form.addEventListener(name, changed));
  document.addEventListener("htmx:afterSettle", changed);
  form.addEventListener("focusout", () => { if (!trouble) keep(); });
  window.addEventListener("offline", () => { tell("offline"); hold(); });
  const again = () => {
    if (!trouble || !navigator.onLine) return;
    if (kept < sequence) keep(); else tell("");
  };
  ["online", "focus"].forEach((name) => window.addEventListener(name, again));
  const leave = () => {
    if (isLeaving || kept >= sequence) return;
    hold();
    ask(entry(), { keepalive: true });
  };
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => { if (event.persisted) { isLeaving = false; guard(); again(); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); else again(); });
  form.addEventListener("submit", (event) => {
    const isCut = trouble === "offline" || trouble === "unreachable";
    if (!isCut || kept >= sequence) { isLeaving = true; guard(); hold(); return; }
    // The browser would put its own page in the place of this one: it is sent when the server has been heard of.
    event.preventDefault();
    place.querySelector("[data-keep-trouble]").scrollIntoView({ block: "nearest" });
    const button = event.submitter;
    keep().then(() => { if (kept >= sequence) form.requestSubmit(button); });
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
    const verb = { s: "save", Enter: "submit" }[event.key];
    const button = verb && form.querySelector(`button[name=do][value=${verb}]`);
    if (!button) return;
    event.preventDefault();
    // Nothing is handed in by a slip of the fingers: the second press, on the button itself, does that.
    if (verb === "save") form.requestSubmit(button); else button.focus();
  });
  if (!navigator.onLine) tell("offline");
  lookBack();
})();
