// Counts in a row, each a button: pressed while it filters, and pressed again to let go.

function makeCount(entry, colours, sendClick) {
  const node = makeButton("count", undefined, () => sendClick(entry.id));
  node.dataset.id = entry.id;
  node.title = entry.tip;
  node.disabled = !entry.figure;
  node.setAttribute("aria-pressed", String(Boolean(entry.selected)));
  const words = makeElement("span", "words");
  words.append(makeElement("span", "label", entry.label));
  if (entry.note) words.append(makeElement("span", "note quiet", entry.note));
  const figure = makeElement("span", "figure", entry.figure || "–");
  if (entry.tone && colours[entry.tone]) figure.style.color = colours[entry.tone];
  node.append(figure, words);
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  drawKeepingFocus(parentElement, (frame) => {
    const list = makeElement("ul", "strip");
    list.setAttribute("aria-label", data.caption);
    for (const entry of data.entries) {
      const item = makeElement("li");
      item.append(makeCount(entry, data.colours, (id) => setTriggerValue("click", id)));
      list.append(item);
    }
    frame.replaceChildren(list);
  });
}
