// Lets the queue follow what happens: whoever is not in the middle of something sees it at once, whoever is gets it offered.
// Nothing moves under a pointer, a focus or a selection: a press that is meant for one draft never meets another.
(() => {
  "use strict";

  const TOUCHED_FOR = 15000;
  const queue = () => document.getElementById("queue");
  const offer = () => document.getElementById("queue-offer");
  const rows = (list) => [...list.querySelectorAll("[data-row]")];
  const byKey = (list) => new Map(rows(list).map((row) => [row.dataset.row, row]));

  let touchedAt = -TOUCHED_FOR;
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.("#queue")) touchedAt = Date.now(); });
  const busy = () => {
    const list = queue(), selection = window.getSelection();
    const selects = selection && !selection.isCollapsed && list.contains(selection.anchorNode);
    // Whoever has chosen rows is at work on them: they stay where they are until the choice is done with.
    return list.contains(document.activeElement) || selects || list.matches(":hover") || list.querySelector("[data-choose]:checked") ||
      Date.now() - touchedAt < TOUCHED_FOR || document.querySelector(".htmx-request") !== null;
  };

  const news = (fresh) => rows(fresh).filter((row) => !byKey(queue()).has(row.dataset.row)).map((row) => row.dataset.row);
  const words = (count) => {
    const { one, many, changed } = offer().dataset;
    if (!count) return changed;
    return (count === 1 ? one : many).replace("%(count)s", String(count));
  };

  // A row that comes anew is chosen if it is the same draft on the same revision, and only then.
  const keepChoice = (old, row) => {
    const [was, is] = [old, row].map((one) => one.querySelector("[data-choose]"));
    if (was && is) is.checked = was.checked && was.value === is.value;
  };
  const put = (page) => {
    const list = queue(), fresh = page.getElementById("queue"), kept = byKey(list);
    list.dataset.mark = fresh.dataset.mark;
    // What is as it was stays the same row, so that nothing is read out, or folds, for no reason.
    rows(fresh).forEach((row) => {
      const same = kept.get(row.dataset.row);
      if (!same) return;
      if (same.dataset.mark === row.dataset.mark) row.replaceWith(same);
      else keepChoice(same, row);
    });
    list.replaceChildren(...fresh.childNodes);
    const views = document.getElementById("queue-views"), counted = page.getElementById("queue-views");
    if (views && counted && !views.contains(document.activeElement)) views.replaceWith(counted);
    window.htmx.process(list);
    document.dispatchEvent(new Event("chancery:queue"));
  };
  const withdraw = () => offer().replaceChildren();
  const follow = (page) => {
    const keys = news(page.getElementById("queue"));
    put(page);
    withdraw();
    rows(queue()).filter((row) => keys.includes(row.dataset.row)).forEach((row) => row.classList.add("ap-new"));
    return keys;
  };
  const propose = (page) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary" });
    button.textContent = `${words(news(page.getElementById("queue")).length)} · ${offer().dataset.show}`;
    button.addEventListener("click", () => {
      const [first] = follow(page);
      const row = byKey(queue()).get(first) || rows(queue())[0];
      (row ? row.querySelector("[data-open]") : document.getElementById("main")).focus();
    });
    offer().replaceChildren(button);
  };

  // An address may take a whole group at once, which was meant for those who were in it then.
  const address = () => {
    const here = new URL(window.location.href);
    here.searchParams.delete("select");
    return here;
  };
  document.addEventListener("chancery:live", async (event) => {
    const mark = event.detail.list;
    if (!queue() || mark === undefined || mark === queue().dataset.mark || mark === offer().dataset.mark) return;
    const before = queue().dataset.mark;
    const response = await fetch(address(), { redirect: "manual", cache: "no-store" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("queue");
    // A list that a decision has renewed meanwhile is newer than this one.
    if (!fresh || queue()?.dataset.mark !== before) return;
    offer().dataset.mark = "";
    if (fresh.dataset.mark === queue().dataset.mark) return withdraw();
    if (busy()) {
      offer().dataset.mark = fresh.dataset.mark;
      return propose(page);
    }
    const keys = follow(page);
    if (keys.length) document.querySelector("[data-live-said]").textContent = words(keys.length);
  });
  // After a decision the list is new.
  document.addEventListener("htmx:afterSettle", () => { if (offer()) { offer().dataset.mark = ""; withdraw(); } });
})();
