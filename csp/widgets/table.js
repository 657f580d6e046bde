// Draws the payload of csp.tables.Table. Every text goes in as textContent: nothing typed
// by people or read from a file is ever taken for markup.

const sorts = new WeakMap();
const drawn = new WeakMap(); // what a frame shows: { data, rows, sort }

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function spark(cell, colours) {
  const width = 132, height = 26, pad = 3;
  const values = cell.spark;
  const known = values.filter((v) => v !== null);
  const top = Math.max(...known, 1);
  const x = (i) => pad + (i * (width - 2 * pad)) / Math.max(values.length - 1, 1);
  const y = (v) => height - pad - (v * (height - 2 * pad)) / top;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", cell.text);
  let path = "", pen = false;
  values.forEach((v, i) => {
    if (v === null) { pen = false; return; }
    path += `${pen ? "L" : "M"}${x(i).toFixed(1)},${y(v).toFixed(1)}`;
    pen = true;
  });
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  line.setAttribute("fill", "none");
  line.setAttribute("stroke", colours.line);
  line.setAttribute("stroke-width", "1.8");
  svg.append(line);
  const last = values.length - 1;
  for (const i of new Set([...(cell.hollow || []), last])) {
    if (values[i] === null || values[i] === undefined) continue;
    const dot = document.createElementNS(SVG, "circle");
    const hollow = (cell.hollow || []).includes(i);
    dot.setAttribute("cx", x(i));
    dot.setAttribute("cy", y(values[i]));
    dot.setAttribute("r", "3");
    dot.setAttribute("fill", hollow ? colours.page : colours.line);
    dot.setAttribute("stroke", colours.line);
    svg.append(dot);
  }
  return svg;
}

function fillCell(node, cell, column, colours) {
  if (column.numeric) node.classList.add("number");
  if (column.wrap) node.classList.add("wrap");
  if (column.emphasis || cell.tone === "strong") node.classList.add("strong");
  if (cell.tone && colours[cell.tone]) node.style.color = colours[cell.tone];
  if (cell.fill) { node.style.background = cell.fill; node.style.color = cell.ink; node.classList.add("filled"); }
  const inner = element("span");
  if (cell.spark) inner.append(spark(cell, colours));
  else inner.textContent = cell.text;
  if (cell.tip) inner.dataset.tip = cell.tip;
  node.append(inner);
}

function compare(a, b) {
  const blank = (v) => v === undefined || v === null;
  if (blank(a) && blank(b)) return 0;
  if (blank(a)) return 1;
  if (blank(b)) return -1;
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en-GB");
}

function ordered(data, sort) {
  if (!sort) return data.rows;
  const value = (row) => row.cells[sort.column].value ?? row.cells[sort.column].text;
  return [...data.rows].sort((a, b) => compare(value(a), value(b)) * (sort.down ? -1 : 1));
}

function head(data, sort) {
  const row = element("tr");
  data.columns.forEach((column, i) => {
    const th = element("th", column.numeric ? "number" : "");
    th.scope = "col";
    if (column.help) th.dataset.tip = column.help;
    if (column.sortable) {
      const button = element("button", "", column.label);
      button.type = "button";
      button.dataset.column = i;
      th.append(button);
      th.setAttribute("aria-sort", sort?.column === i ? (sort.down ? "descending" : "ascending") : "none");
    } else th.textContent = column.label;
    row.append(th);
  });
  const thead = element("thead");
  thead.append(row);
  return thead;
}

function bodyCell(data, row, i) {
  const cell = row.cells[i];
  const node = element(i ? "td" : "th");
  if (!i) node.scope = "row";
  if (!i && data.columns[i].wrap) node.classList.add("wrap");
  if (i || !data.clickable) {
    fillCell(node, cell, data.columns[i], data.colours);
    return node;
  }
  const button = element("button", "", cell.text);
  button.type = "button";
  button.setAttribute("aria-pressed", String(Boolean(row.selected)));
  if (cell.tone && data.colours[cell.tone]) node.style.color = data.colours[cell.tone];
  node.dataset.tip = cell.tip || data.clickable;
  node.append(button);
  return node;
}

function rowClass(data, row) {
  return [row.selected && "selected", row.indent && "indent", data.clickable && "clickable"].filter(Boolean).join(" ");
}

function bodyRow(data, row) {
  const tr = element("tr", rowClass(data, row));
  tr.dataset.id = row.id;
  row.cells.forEach((cell, i) => tr.append(bodyCell(data, row, i)));
  return tr;
}

function newTable(data, rows, sort) {
  const table = element("table", data.upright ? "upright" : "");
  const body = element("tbody");
  body.append(...rows.map((row) => bodyRow(data, row)));
  table.append(element("caption", "", data.caption), head(data, sort), body);
  return table;
}

// Puts new figures into the table that stands, cell by cell, where its columns and rows are
// still the same: most clicks change a few cells of hundreds. False where they are not.
function patched(frame, data, rows, sort) {
  const shown = drawn.get(frame);
  const frameOf = ({ columns, colours, clickable, upright }) => ({ columns, colours, clickable, upright });
  const stands = shown && same(shown.sort, sort) && same(frameOf(shown.data), frameOf(data))
    && shown.rows.length === rows.length && shown.rows.every((row, i) => row.id === rows[i].id);
  if (!stands) return false;
  const lines = frame.querySelector("tbody").rows;
  rows.forEach((row, r) => {
    const before = shown.rows[r];
    lines[r].className = rowClass(data, row);
    row.cells.forEach((cell, i) => {
      const button = !i && before.selected !== row.selected;
      if (button || !same(before.cells[i], cell)) lines[r].cells[i].replaceWith(bodyCell(data, row, i));
    });
  });
  frame.querySelector("caption").textContent = data.caption;
  return true;
}

function tooltips(frame, tip) {
  const show = (event) => {
    const node = event.target.closest?.("[data-tip]");
    if (!node) { tip.classList.remove("shown"); return; }
    tip.textContent = node.dataset.tip;
    const box = node.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 12))}px`;
    const below = box.bottom + 6;
    tip.style.top = `${below + tip.offsetHeight > window.innerHeight ? box.top - tip.offsetHeight - 6 : below}px`;
    tip.classList.add("shown");
  };
  frame.onmouseover = show;
  frame.onfocusin = show;
  frame.onmouseleave = () => tip.classList.remove("shown");
  frame.onkeydown = (event) => { if (event.key === "Escape") tip.classList.remove("shown"); };
}

function draw(frame, data) {
  const sort = sorts.get(frame);
  const rows = ordered(data, sort);
  const focused = frame.getRootNode().activeElement?.closest?.("tr")?.dataset.id;
  if (!patched(frame, data, rows, sort)) frame.replaceChildren(newTable(data, rows, sort));
  drawn.set(frame, { data, rows, sort });
  if (focused) frame.querySelector(`tr[data-id="${CSS.escape(focused)}"] button`)?.focus();
}

function resort(frame, data, column) {
  const now = sorts.get(frame);
  const down = data.columns[column].numeric;
  if (now?.column !== column) sorts.set(frame, { column, down });
  else if (now.down === down) sorts.set(frame, { column, down: !down });
  else sorts.delete(frame);
  draw(frame, data);
  frame.querySelector(`thead button[data-column="${column}"]`).focus();
}

export default function ({ data: packed, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(packed));
  const frame = parentElement.querySelector(".frame");
  frame.style.containIntrinsicBlockSize = `auto ${2.1 * data.rows.length + 3}rem`;
  draw(frame, data);
  frame.onclick = (event) => {
    const heading = event.target.closest("thead button");
    const row = event.target.closest("tbody tr");
    if (heading) resort(frame, data, Number(heading.dataset.column));
    else if (row && data.clickable) setTriggerValue("picked", row.dataset.id);
  };
  let tip = parentElement.querySelector(".tip");
  if (!tip) {
    tip = element("div", "tip");
    tip.setAttribute("role", "tooltip");
    parentElement.append(tip);
  }
  tooltips(frame, tip);
}
