// Keeps what a page says of this moment true: its clocks count on, and the count of what waits follows in the title and the
// navigation. It asks the server seldom, only while the page is looked at, and never takes the focus. The page works without it.
(() => {
  "use strict";

  const root = document.getElementById("live");
  if (!root) return;
  const MINUTE = 60000, HOUR = 60 * MINUTE;
  const EVERY = { queue: 20000, other: 60000, most: 300000 };

  // By the server's clock: the one of this machine may be wrong by an hour.
  const ahead = Date.parse(root.dataset.now) - Date.now();
  const phrases = JSON.parse(root.dataset.phrases);
  const filled = (phrase, parts) =>
    phrase.replace(/%\((\w+)\)(02)?d/g, (_all, name, wide) => String(parts[name]).padStart(wide ? 2 : 1, "0"));
  const said = (left) => {
    const minutes = Math.floor(Math.abs(left) / MINUTE);
    const kinds = left > 0 ? phrases.left : phrases.overdue;
    const parts = { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60), minutes: minutes % 60 };
    if (minutes >= 2880) return filled(kinds.days, { ...parts, hours: Math.floor((minutes % 1440) / 60) });
    if (minutes >= 60) return filled(parts.minutes ? kinds.hours_minutes : kinds.hours, parts);
    return filled(minutes ? kinds.minutes : kinds.moment, parts);
  };
  const tone = (left) => (left <= 0 ? "bad" : left < HOUR ? "warn" : "calm");
  const tick = () => document.querySelectorAll("[data-clock]").forEach((chip) => {
    const time = chip.querySelector("time");
    const left = Date.parse(time.dateTime) - (Date.now() + ahead);
    const words = said(left);
    if (time.textContent === words) return;
    time.textContent = words;
    chip.classList.remove("ch-tone-calm", "ch-tone-warn", "ch-tone-bad");
    chip.classList.add(`ch-tone-${tone(left)}`);
    chip.classList.toggle("ch-chip-overdue", left <= 0);
  });

  // What is wrong is said once: a note that is there already is left as it is.
  const note = (words, link) => {
    const place = root.querySelector("[data-live-note]");
    if (place.dataset.said === words) return;
    place.dataset.said = words;
    const line = Object.assign(document.createElement("p"), { className: "ch-message ch-tone-warn", textContent: words });
    if (link) line.append(" ", link);
    place.replaceChildren(...(words ? [line] : []));
  };
  const signIn = () => Object.assign(document.createElement("a"), { href: root.dataset.signInUrl, textContent: root.dataset.signIn });
  const take = (news) => {
    document.title = news.title + document.title.replace(/^\(\d+\+?\) /, "");
    Object.entries(news.counts).forEach(([name, html]) => {
      document.querySelectorAll(`[data-live-count="${name}"]`).forEach((place) => { place.innerHTML = html; });
      document.querySelectorAll(`[data-live-quick="${name}"]`).forEach((way) => { way.hidden = !html; });
    });
    document.dispatchEvent(new CustomEvent("chancery:live", { detail: news }));
  };

  const list = () => document.getElementById("queue");
  const draft = () => document.getElementById("draft-news");
  const address = () => {
    if (list()) return `${root.dataset.url}?${new URLSearchParams({ queue: list().dataset.after, view: list().dataset.view })}`;
    if (draft()) return `${root.dataset.url}?${new URLSearchParams({ draft: draft().dataset.draft, seen: draft().dataset.seen })}`;
    return root.dataset.url;
  };
  let seen = "", wait = 0, timer = 0, ended = false, asking = false;
  const rest = () => {
    clearTimeout(timer);
    if (!ended) timer = setTimeout(ask, Math.max(wait, list() || draft() ? EVERY.queue : EVERY.other));
  };
  const heard = async (response) => {
    // A way to the sign-in page is all that is answered to whom the session has ended: nothing is asked after that.
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) ended = true;
    else if (response.status === 200) { seen = response.headers.get("ETag") || ""; take(await response.json()); }
    else if (response.status !== 304) throw new Error(String(response.status));
    if (ended) note(root.dataset.ended, signIn());
    else note("");
    wait = 0;
  };
  const ask = async () => {
    if (ended || asking || document.hidden) return;
    asking = true;
    try {
      const headers = seen ? { "If-None-Match": seen } : {};
      await heard(await fetch(address(), { redirect: "manual", cache: "no-store", headers }));
    } catch {
      // Once may be a tunnel or a deploy; the second time it is said. Each time it waits twice as long.
      if (wait) note(root.dataset.lost);
      wait = Math.min(EVERY.most, Math.max(EVERY.queue, wait * 2));
    }
    asking = false;
    rest();
  };

  const awake = () => { if (!document.hidden) { tick(); ask(); } };
  document.addEventListener("visibilitychange", awake);
  window.addEventListener("pageshow", (event) => { if (event.persisted) awake(); });
  ["htmx:afterSettle", "chancery:queue"].forEach((name) => document.addEventListener(name, tick));
  setInterval(() => { if (!document.hidden) tick(); }, 5000);
  tick();
  rest();
})();
