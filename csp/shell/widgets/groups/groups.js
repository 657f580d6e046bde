// Draws columns of entries: under each heading a list of buttons with a name, a small line and a figure.

const GROUP_SPARK = { width: 80, height: 24 };

function makeEntry(entry, colours, setTriggerValue) {
  const button = makeButton("entry", "", () => setTriggerValue("click", entry.id));
  button.dataset.id = entry.id;
  button.title = entry.text;
  button.setAttribute("aria-label", entry.text);
  button.setAttribute("aria-pressed", String(Boolean(entry.selected)));
  const figure = makeElement("span", "figure", entry.figure);
  if (entry.tone && colours[entry.tone]) figure.style.color = colours[entry.tone];
  button.append(makeElement("span", "label", entry.label));
  if (entry.spark.length) {
    const text = `${entry.label}: monthly counts`;
    button.append(drawSpark(entry.spark, entry.incomplete, text, GROUP_SPARK, colours));
  }
  button.append(figure);
  const item = makeElement("li");
  item.append(button);
  return item;
}

function makeGroup(group, colours, setTriggerValue) {
  const column = makeElement("section");
  column.setAttribute("aria-label", group.title);
  const list = makeElement("ul");
  list.append(...group.entries.map((entry) => makeEntry(entry, colours, setTriggerValue)));
  column.append(makeElement("h2", "", group.title), list);
  if (group.note) column.append(makeElement("p", "quiet", group.note));
  return column;
}

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const { groups, caption, colours } = JSON.parse(new TextDecoder().decode(bytes));
  drawKeepingFocus(parentElement, (frame) => {
    const row = makeElement("div", "groups");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", caption);
    row.append(...groups.map((group) => makeGroup(group, colours, setTriggerValue)));
    frame.replaceChildren(row);
  });
}
