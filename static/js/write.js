// Comforts of the page on which a post is written. Without this file every button below does the same by way of the server.
(() => {
  "use strict";

  const form = document.getElementById("write");
  if (!form) return;
  const told = (field) => { ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true }))); };

  // A time or an urgency that a button sets, a topic or a channel that it takes out: done here, and judged by the next check.
  const set = (name, value) => {
    const field = [...form.elements.namedItem(name) instanceof RadioNodeList ? form.elements.namedItem(name) : [form.elements.namedItem(name)]]
      .find((one) => one && (one.type !== "radio" || one.value === value));
    if (!field) return false;
    if (field.type === "radio") field.checked = true;
    else field.value = value;
    told(field);
    return true;
  };
  const drop = (name, value) => {
    const box = [...form.querySelectorAll(`input[type="checkbox"][name="${name}"]`)].find((one) => one.value === value);
    if (!box) return false;
    box.checked = false;
    told(box);
    return true;
  };
  let isPressed = false;
  form.addEventListener("click", (event) => {
    const [, verb, name, value] = event.target.closest("button[name='do']")?.value.match(/^(set|drop)-([a-z_]+)-(.+)$/) || [];
    if (!verb) return;
    if (!(verb === "set" ? set : drop)(name, value)) return;
    event.preventDefault();
    isPressed = event.target.closest("#check") !== null;
  });
  // The button goes with what it mended: reading goes on in what is said now.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!isPressed || event.detail.target?.id !== "check") return;
    isPressed = false;
    if (document.activeElement === document.body) form.querySelector(".wr-panel").focus({ preventScroll: true });
  });

  // A finding leads to its passage, selected in the field where it stands.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-select]");
    const field = link && document.getElementById(link.dataset.select);
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.setSelectionRange(Number(link.dataset.start), Number(link.dataset.end));
    field.scrollIntoView({ block: "center" });
  });

  // A text of its own is offered for the channels that are chosen, and for those that it has.
  const offer = () => form.querySelectorAll("[data-row-channel]").forEach((chip) => {
    const chosen = form.querySelector(`[name="channels"][value="${chip.dataset.rowChannel}"]`)?.checked;
    chip.hidden = !chosen && !chip.querySelector("input").checked;
  });
  form.addEventListener("change", offer);
  offer();

  // What is said again word for word is not said again to a screen reader.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (target.id === "check-said" && fragment.textContent.trim() === target.textContent.trim()) event.detail.shouldSwap = false;
  });
})();
