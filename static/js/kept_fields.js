// What is changed in the fields of a part of the page while an answer is on its way that replaces it is not undone by the answer:
// only what nobody touched since it was asked comes from there. It serves every part that says data-keeps-fields and has an id.
(() => {
  "use strict";

  const asked = new WeakMap();
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const fieldsOf = (part) => [...part.querySelectorAll("input[name]:not([type=hidden], [type=file]), textarea[name], select[name]")];
  const nameOf = (field) => `${field.name} ${isBox(field) ? field.value : ""}`;
  const stateOf = (part) => new Map(fieldsOf(part).map((field) => [nameOf(field), isBox(field) ? field.checked : field.value]));

  document.addEventListener("htmx:beforeSend", (event) => {
    const { xhr, target } = event.detail;
    if (target.hasAttribute("data-keeps-fields")) asked.set(xhr, { then: stateOf(target) });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    const known = asked.get(xhr);
    if (!known) return;
    known.changed = new Map([...stateOf(target)].filter(([name, value]) => known.then.has(name) && known.then.get(name) !== value));
    const at = document.activeElement;
    if (target.contains(at)) known.caret = [at.selectionStart, at.selectionEnd];
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { xhr, target } = event.detail;
    const { changed, caret } = asked.get(xhr) || {};
    if (!changed) return;
    asked.delete(xhr);
    fieldsOf(document.getElementById(target.id)).filter((field) => changed.has(nameOf(field))).forEach((field) => {
      if (isBox(field)) field.checked = changed.get(nameOf(field));
      else field.value = changed.get(nameOf(field));
      if (field === document.activeElement && field.tagName === "TEXTAREA") field.setSelectionRange(...caret);
      // Whatever counts or keeps what is in a field hears of it.
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
