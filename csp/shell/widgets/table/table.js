// Draws a table: cells with their colours and small lines, headers that sort, rows that can be
// clicked, a tooltip on whatever has one.

const SPARK = { width: 132, height: 26 };

// Both are kept by frame, since a new run of the page calls the script again for the same frame:
// how the reader has sorted the table ({ column, down }), and what it shows ({ data, rows, sort }).
const sorts = new WeakMap();
const contents = new WeakMap();

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function fillCell(node, cell, column, colours) {
  if (column.numeric) node.classList.add("number");
  if (column.wrap) node.classList.add("wrap");
  if (column.emphasis || cell.tone === "strong") node.classList.add("strong");
  if (cell.tone && colours[cell.tone]) node.style.color = colours[cell.tone];
  if (cell.fill) {
    node.style.background = cell.fill;
    node.style.color = cell.ink;
    node.classList.add("filled");
  }
  const inner = makeElement("span");
  if (cell.spark) inner.append(drawSpark(cell.spark, cell.incomplete, cell.text, SPARK, colours));
  else inner.textContent = cell.text;
  if (cell.tip) inner.dataset.tip = cell.tip;
  node.append(inner);
}

// Compares two values of a column, numbers as numbers; where there is none comes after all others.
function compareValues(a, b) {
  const isBlank = (value) => value === undefined || value === null;
  if (isBlank(a) && isBlank(b)) return 0;
  if (isBlank(a)) return 1;
  if (isBlank(b)) return -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en-GB");
}

function sortRows(data, sort) {
  if (!sort) return data.rows;
  const value = (row) => row.cells[sort.column].value ?? row.cells[sort.column].text;
  return [...data.rows].sort((a, b) => compareValues(value(a), value(b)) * (sort.down ? -1 : 1));
}

function makeHeading(column, i, sort) {
  const node = makeElement("th", column.numeric ? "number" : "");
  node.scope = "col";
  if (column.help) node.dataset.tip = column.help;
  if (!column.sortable) {
    node.textContent = column.label;
    return node;
  }
  const button = makeButton("", column.label, null);
  button.dataset.column = i;
  node.append(button);
  const direction = sort?.down ? "descending" : "ascending";
  node.setAttribute("aria-sort", sort?.column === i ? direction : "none");
  return node;
}

function makeHead(data, sort) {
  const row = makeElement("tr");
  row.append(...data.columns.map((column, i) => makeHeading(column, i, sort)));
  const head = makeElement("thead");
  head.append(row);
  return head;
}

// The first cell is the row's header and, where rows can be clicked, its button for the keyboard.
function makeCell(data, row, i) {
  const cell = row.cells[i];
  const node = makeElement(i ? "td" : "th");
  if (!i) node.scope = "row";
  if (!i && data.columns[i].wrap) node.classList.add("wrap");
  if (i || !data.clickable) {
    fillCell(node, cell, data.columns[i], data.colours);
    return node;
  }
  const button = makeButton("", cell.text, null);
  button.setAttribute("aria-pressed", String(Boolean(row.selected)));
  if (cell.tone && data.colours[cell.tone]) node.style.color = data.colours[cell.tone];
  node.dataset.tip = cell.tip || data.clickable;
  node.append(button);
  return node;
}

function nameRowClasses(data, row) {
  const classes = [row.selected && "selected", row.indent && "indent", data.clickable && "clickable"];
  return classes.filter(Boolean).join(" ");
}

function makeRow(data, row) {
  const node = makeElement("tr", nameRowClasses(data, row));
  node.dataset.id = row.id;
  node.append(...row.cells.map((_, i) => makeCell(data, row, i)));
  return node;
}

function makeTable(data, rows, sort) {
  const table = makeElement("table", data.upright ? "upright" : "");
  const body = makeElement("tbody");
  body.append(...rows.map((row) => makeRow(data, row)));
  table.append(makeElement("caption", "", data.caption), makeHead(data, sort), body);
  return table;
}

// Whether the table in a frame has the same columns and rows, so that only cells may differ.
function isSameTable(shown, data, rows, sort) {
  const layout = ({ columns, colours, clickable, upright }) => ({ columns, colours, clickable, upright });
  return (
    shown &&
    isSame(shown.sort, sort) &&
    isSame(layout(shown.data), layout(data)) &&
    shown.rows.length === rows.length &&
    shown.rows.every((row, i) => row.id === rows[i].id)
  );
}

// Puts new figures into the table that is there, cell by cell: most clicks change a few cells of
// hundreds, and to draw them all would be seen.
function updateCells(frame, shown, data, rows) {
  const nodes = frame.querySelector("tbody").rows;
  rows.forEach((row, r) => {
    const before = shown.rows[r];
    nodes[r].className = nameRowClasses(data, row);
    row.cells.forEach((cell, i) => {
      const isButtonPressedAnew = !i && before.selected !== row.selected;
      if (isButtonPressedAnew || !isSame(before.cells[i], cell)) {
        nodes[r].cells[i].replaceWith(makeCell(data, row, i));
      }
    });
  });
  frame.querySelector("caption").textContent = data.caption;
}

function placeTip(tip, box) {
  tip.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 12))}px`;
  const below = box.bottom + 6;
  const isRoomBelow = below + tip.offsetHeight <= window.innerHeight;
  tip.style.top = `${isRoomBelow ? below : box.top - tip.offsetHeight - 6}px`;
}

function showTips(frame, tip) {
  const hide = () => tip.classList.remove("shown");
  const show = (event) => {
    const node = event.target.closest?.("[data-tip]");
    if (!node) {
      hide();
      return;
    }
    tip.textContent = node.dataset.tip;
    placeTip(tip, node.getBoundingClientRect());
    tip.classList.add("shown");
  };
  frame.onmouseover = show;
  frame.onmouseleave = hide;
  frame.onkeydown = (event) => {
    if (event.key === "Escape") hide();
  };
}

function drawTable(frame, data) {
  const sort = sorts.get(frame);
  const rows = sortRows(data, sort);
  const shown = contents.get(frame);
  const focusedId = frame.getRootNode().activeElement?.closest?.("tr")?.dataset.id;
  if (isSameTable(shown, data, rows, sort)) updateCells(frame, shown, data, rows);
  else frame.replaceChildren(makeTable(data, rows, sort));
  contents.set(frame, { data, rows, sort });
  if (focusedId) frame.querySelector(`tr[data-id="${CSS.escape(focusedId)}"] button`)?.focus();
}

// A header sorts by its column, figures from the largest down; a second click turns the order
// round, and a third gives back the order the table came in.
function changeSort(frame, data, column) {
  const sort = sorts.get(frame);
  const down = data.columns[column].numeric;
  if (sort?.column !== column) sorts.set(frame, { column, down });
  else if (sort.down === down) sorts.set(frame, { column, down: !down });
  else sorts.delete(frame);
  drawTable(frame, data);
  frame.querySelector(`thead button[data-column="${column}"]`).focus();
}

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const frame = parentElement.querySelector(".frame");
  frame.style.containIntrinsicBlockSize = `auto ${2.1 * data.rows.length + 3}rem`;
  drawTable(frame, data);
  frame.onclick = (event) => {
    const heading = event.target.closest("thead button");
    const row = event.target.closest("tbody tr");
    if (heading) changeSort(frame, data, Number(heading.dataset.column));
    else if (row && data.clickable) setTriggerValue("click", row.dataset.id);
  };
  let tip = parentElement.querySelector(".tip");
  if (!tip) {
    tip = makeElement("div", "tip");
    tip.setAttribute("role", "tooltip");
    parentElement.append(tip);
  }
  showTips(frame, tip);
}
