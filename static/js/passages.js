// Words that are selected in a post can be commented on: a button at the selection fills in the form, which works by itself.
(() => {
  "use strict";

  const form = document.getElementById("comment-form");
  if (!form) return;
  const passage = document.getElementById("passage");
  const field = (name) => form.elements.namedItem(name);
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "btn btn-primary btn-sm ap-on-selection", textContent: form.dataset.open, hidden: true,
  });

  // The text as it will be posted: without the numbers of comments, and what only a screen reader says.
  const words = (post) => {
    const walk = document.createTreeWalker(post, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walk.nextNode()) {
      if (!walk.currentNode.parentElement.closest(".ap-passage-way, .visually-hidden, .ch-unseen")) nodes.push(walk.currentNode);
    }
    return nodes;
  };
  const before = (nodes, range) => {
    let length = 0;
    for (const node of nodes) {
      if (node === range.startContainer) return length + range.startOffset;
      if (range.comparePoint(node, 0) >= 0) return length;
      length += node.data.length;
    }
    return length;
  };
  const inside = (nodes, range) => nodes.filter((node) => range.intersectsNode(node)).map((node) => {
    const end = node === range.endContainer ? range.endOffset : node.data.length;
    return node.data.slice(node === range.startContainer ? range.startOffset : 0, end);
  }).join("");
  const timesBefore = (text, quote, place) => {
    let count = 0;
    for (let at = text.indexOf(quote); at >= 0 && at <= place; at = text.indexOf(quote, at + 1)) count += 1;
    return count;
  };

  const chosen = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const post = range.startContainer.parentElement?.closest(".ap-as-posted .ch-post");
    if (!post || !post.contains(range.endContainer)) return null;
    const nodes = words(post), raw = inside(nodes, range), quote = raw.trim();
    if (!quote) return null;
    const text = nodes.map((node) => node.data).join("");
    const start = before(nodes, range) + raw.length - raw.trimStart().length;
    return { post, quote, range, occurrence: timesBefore(text, quote, start), times: timesBefore(text, quote, text.length) };
  };
  const offer = () => {
    const found = chosen();
    button.hidden = !found;
    if (!found) return;
    const card = found.post.closest(".ap-post"), box = found.range.getBoundingClientRect(), edge = card.getBoundingClientRect();
    found.post.after(button);
    button.style.top = `${box.bottom - edge.top + 6}px`;
    button.style.insetInlineStart = `${Math.max(8, Math.min(box.left - edge.left, edge.width - 180))}px`;
  };
  const take = () => {
    const found = chosen();
    if (!found) return;
    field("quote").value = found.quote;
    field("occurrence").value = found.times > 1 ? found.occurrence : "";
    const channel = field("channel");
    if (channel) channel.value = found.post.closest("[data-place]").dataset.place;
    passage.open = true;
    found.post.closest(".ap-post").after(form);
    button.hidden = true;
    field("text").focus();
    form.scrollIntoView({ block: "nearest" });
  };
  let timer = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(offer, 150); });
  // The selection must not be lost to the press.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", take);

  document.querySelectorAll(".ap-comment-way").forEach((way) => way.addEventListener("click", (event) => {
    event.preventDefault();
    if (chosen() && chosen().post.closest(".ap-post") === way.closest(".ap-post")) return take();
    const card = way.closest("[data-place]");
    if (field("channel")) field("channel").value = card.dataset.place;
    passage.open = true;
    card.after(form);
    field("quote").focus();
  }));
})();
