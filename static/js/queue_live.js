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
    return list.contains(document.activeElement) || selects || list.matches(":hover") ||
      Date.now() - touchedAt < TOUCHED_FOR || document.querySelector(".htmx-request") !== null;
  };

  const news = (fresh) => rows(fresh).filter((row) => !byKey(queue()).has(row.dataset.row)).map((row) => row.dataset.row);
  const words = (count) => {
    const { one, many, changed } = offer().dataset;
    if (!count) return changed;
    return (count === 1 ? one : many).replace("%(count)s", String(count));
  };

  const put = (fresh) => {
    const list = queue(), old = list.querySelector("ol"), next = fresh.querySelector("ol");
    list.dataset.mark = fresh.dataset.mark;
    if (!old || !next) {
      list.replaceChildren(...fresh.childNodes);
    } else {
      const kept = byKey(old);
      // What is as it was keeps its place in the page, so that nothing is read out, or scrolls, for no reason.
      next.replaceChildren(...rows(next).map((row) => {
        const same = kept.get(row.dataset.row);
        return same && same.dataset.mark === row.dataset.mark ? same : row;
      }));
      old.replaceChildren(...next.childNodes);
      list.querySelector(".ch-pages")?.remove();
      list.append(...fresh.querySelectorAll(".ch-pages"));
    }
    window.htmx.process(list);
    document.dispatchEvent(new Event("chancery:queue"));
  };
  const withdraw = () => offer().replaceChildren();
  const follow = (fresh) => {
    const keys = news(fresh);
    put(fresh);
    withdraw();
    rows(queue()).filter((row) => keys.includes(row.dataset.row)).forEach((row) => row.classList.add("ap-new"));
    return keys;
  };
  const propose = (fresh) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-secondary" });
    button.textContent = `${words(news(fresh).length)} · ${offer().dataset.show}`;
    button.addEventListener("click", () => {
      const [first] = follow(fresh);
      const row = byKey(queue()).get(first) || rows(queue())[0];
      (row ? row.querySelector("[data-open]") : document.getElementById("main")).focus();
    });
    offer().replaceChildren(button);
  };

  document.addEventListener("chancery:live", async (event) => {
    const mark = event.detail.list;
    if (!queue() || mark === undefined || mark === queue().dataset.mark || mark === offer().dataset.mark) return;
    const response = await fetch(window.location.href, { redirect: "manual", cache: "no-store" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("queue");
    if (!fresh || !queue()) return;
    offer().dataset.mark = "";
    if (fresh.dataset.mark === queue().dataset.mark) return withdraw();
    if (busy()) {
      offer().dataset.mark = fresh.dataset.mark;
      return propose(fresh);
    }
    const keys = follow(fresh);
    if (keys.length) document.querySelector("[data-live-said]").textContent = words(keys.length);
  });
  // After a decision the list is new.
  document.addEventListener("htmx:afterSettle", () => { if (offer()) { offer().dataset.mark = ""; withdraw(); } });
})();
