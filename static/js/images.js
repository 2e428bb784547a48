// Images of a post while it is written: a file that is chosen, dropped or pasted is sent at once, with its progress, and the
// counts of descriptions follow what is typed. The page works without it, by its own button.
(() => {
  "use strict";

  const form = document.getElementById("write");
  if (!form) return;
  const room = () => document.getElementById("images");

  const ready = () => {
    const help = room()?.querySelector("[data-drop-help]");
    if (help) help.hidden = false;
  };

  const complain = (sentence) => {
    const add = room().querySelector(".im-add");
    let list = add.querySelector("#id_image_error");
    if (!list) {
      list = document.createElement("ul");
      list.id = "id_image_error";
      list.className = "ch-errors";
      list.setAttribute("role", "alert");
      add.prepend(list);
    }
    const line = document.createElement("li");
    line.textContent = sentence;
    list.replaceChildren(line);
  };

  // What is chosen while others are on their way is sent after them.
  let sent = null;
  const waiting = [];
  const carry = (files) => {
    const carried = new DataTransfer();
    files.forEach((file) => carried.items.add(file));
    return carried.files;
  };
  const send = () => {
    const field = document.getElementById("id_image");
    if (!field?.files.length) return;
    if (sent) {
      waiting.push(...field.files);
      field.value = "";
      return;
    }
    if ([...field.files].some((file) => file.size > Number(room().dataset.largest))) {
      complain(room().dataset.tooLarge);
      field.value = "";
      return;
    }
    room().querySelector("[data-add]").click();
  };

  const take = (files) => {
    const images = [...files].filter((file) => file.type.startsWith("image/"));
    const field = document.getElementById("id_image");
    if (!images.length || !field) return false;
    field.files = carry(images);
    send();
    return true;
  };

  form.addEventListener("change", (event) => { if (event.target.id === "id_image") send(); });
  form.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    room()?.querySelector("[data-drop]").classList.add("im-over");
  });
  ["dragleave", "drop"].forEach((name) => form.addEventListener(name, () => {
    room()?.querySelector("[data-drop]").classList.remove("im-over");
  }));
  form.addEventListener("drop", (event) => { if (take(event.dataTransfer.files)) event.preventDefault(); });
  form.addEventListener("paste", (event) => { if (take(event.clipboardData.files)) event.preventDefault(); });

  form.addEventListener("input", (event) => {
    const limit = Number(event.target.dataset?.counted);
    const count = limit && document.getElementById(`${event.target.id}_count`);
    if (!count) return;
    const length = [...event.target.value.trim()].length;
    count.querySelector("[data-length]").textContent = length;
    count.classList.toggle("ap-over", length > limit);
  });

  const ours = (event) => event.detail.requestConfig?.elt.matches("[data-add]");
  document.addEventListener("htmx:beforeSend", (event) => { if (ours(event)) sent = [...document.getElementById("id_image").files]; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!ours(event)) return;
    // They did not arrive: all of them are in the field again, and the button tries once more.
    if (event.detail.requestConfig.elt.isConnected) document.getElementById("id_image").files = carry([...sent, ...waiting.splice(0)]);
    sent = null;
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    const bar = room()?.querySelector("progress");
    if (!bar || !event.detail.elt?.matches("[data-add]")) return;
    bar.hidden = false;
    if (event.detail.lengthComputable) bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "images") return;
    ready();
    const fields = room().querySelectorAll("textarea");
    const empty = [...fields].find((field) => !field.value);
    // Whoever writes elsewhere meanwhile writes on.
    const isFree = document.activeElement === document.body || document.activeElement.closest("[data-drop]");
    if (isFree) (room().querySelector("#id_image_error") ? document.getElementById("id_image") : empty)?.focus();
    // What was added changes what the post would meet.
    form.dispatchEvent(new Event("change", { bubbles: true }));
    const field = document.getElementById("id_image");
    if (!waiting.length || !field) return;
    field.files = carry(waiting.splice(0));
    send();
  });
  ready();
})();
