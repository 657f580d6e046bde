// Draws tables under headings. A heading opens and closes its table, the button beside it copies the text
// that belongs to it. The first groups are open, as far as they fit a screen or so; of a long table the
// first rows are shown until more are asked for.

const OPEN_ROWS = 24;
const FIRST_ROWS = 25;

// By frame, since a new run of the page calls the script again for the same frame: which groups the reader
// has opened or closed ({ id: isOpen }), and of which all rows are shown.
const choices = new WeakMap();

function makeCell(cell, column, i, data, row) {
  const node = makeElement(i ? "td" : "th", column.numeric ? "number" : "");
  if (!i) node.scope = "row";
  if (column.wrap) node.classList.add("wrap");
  if (cell.tone && data.colours[cell.tone]) node.style.color = data.colours[cell.tone];
  if (cell.tip) node.title = cell.tip;
  if (i) {
    node.textContent = cell.text;
    return node;
  }
  const button = makeButton("", cell.text, null);
  button.dataset.id = `row ${row.group} ${row.id}`;
  node.append(button);
  return node;
}

function makeTable(group, data, isWhole) {
  const table = makeElement("table");
  const head = makeElement("tr");
  head.append(
    ...group.columns.map((column) => {
      const node = makeElement("th", column.numeric ? "number" : "", column.label);
      node.scope = "col";
      if (column.help) node.title = column.help;
      return node;
    }),
  );
  const body = makeElement("tbody");
  body.append(
    ...group.rows.slice(0, isWhole ? undefined : FIRST_ROWS).map((row) => {
      const node = makeElement("tr");
      node.dataset.ref = row.id;
      node.title = group.clickable;
      const named = { id: row.id, group: group.id };
      node.append(...row.cells.map((cell, i) => makeCell(cell, group.columns[i], i, data, named)));
      return node;
    }),
  );
  const top = makeElement("thead");
  top.append(head);
  table.append(makeElement("caption", "", `${group.title}: ${group.note}`), top, body);
  return table;
}

function makeHeading(group, isOpen, toggle) {
  const heading = makeElement("h2");
  const button = makeButton("toggle", "", toggle);
  button.dataset.id = `toggle ${group.id}`;
  button.setAttribute("aria-expanded", String(isOpen));
  if (group.tip) button.title = group.tip;
  const mark = makeElement("span", "mark", isOpen ? "▾" : "▸");
  mark.setAttribute("aria-hidden", "true");
  button.append(mark, makeElement("span", "title", group.title));
  heading.append(button);
  return heading;
}

function makeGroup(group, data, state, redraw) {
  const node = makeElement("section");
  node.setAttribute("aria-label", group.title);
  const isOpen = state.open[group.id] ?? group.opens;
  const bar = makeElement("div", "bar");
  const heading = makeHeading(group, isOpen, () => {
    state.open[group.id] = !isOpen;
    redraw();
  });
  bar.append(heading, makeElement("span", "note", group.note));
  if (group.text) {
    const copy = makeButton("copy", data.copy, null);
    copy.dataset.id = `copy ${group.id}`;
    copy.setAttribute("aria-label", `${data.copy}: ${group.title}`);
    copy.onclick = () => copyAndSay(copy, group.text, data.copy, data.done);
    bar.append(copy);
  }
  node.append(bar);
  if (!isOpen) return node;
  const isWhole = state.whole.has(group.id) || group.rows.length <= FIRST_ROWS;
  node.append(makeTable(group, data, isWhole));
  if (!isWhole) {
    const more = makeButton("more", `Show all ${group.rows.length}`, () => {
      state.whole.add(group.id);
      redraw();
    });
    more.dataset.id = `more ${group.id}`;
    node.append(more);
  }
  return node;
}

// Marks the groups that are open at first: the first one, and more as long as they are short.
function markOpen(groups) {
  let rows = 0;
  groups.forEach((group, i) => {
    rows += group.rows.length + 2;
    group.opens = i === 0 || rows <= OPEN_ROWS;
  });
}

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const frame = parentElement.querySelector(".frame");
  if (!choices.has(frame)) choices.set(frame, { open: {}, whole: new Set() });
  const state = choices.get(frame);
  markOpen(data.groups);
  const draw = () =>
    drawKeepingFocus(parentElement, () => {
      const list = makeElement("div", "groups");
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", data.caption);
      list.append(...data.groups.map((group) => makeGroup(group, data, state, draw)));
      frame.replaceChildren(list);
    });
  draw();
  frame.onclick = (event) => {
    const row = event.target.closest("tbody tr");
    if (row) setTriggerValue("click", row.dataset.ref);
  };
}
