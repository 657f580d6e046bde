// Draws the payload of csp.tables.Table. Every text goes in as textContent: nothing typed
// by people or read from a file is ever taken for markup.

const SVG = "http://www.w3.org/2000/svg";
const sorts = new WeakMap();

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

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

function head(data, sort, resort) {
  const row = element("tr");
  data.columns.forEach((column, i) => {
    const th = element("th", column.numeric ? "number" : "");
    th.scope = "col";
    if (column.help) th.dataset.tip = column.help;
    if (column.sortable) {
      const button = element("button", "", column.label);
      button.type = "button";
      button.onclick = () => resort(i, column.numeric);
      th.append(button);
      th.setAttribute("aria-sort", sort?.column === i ? (sort.down ? "descending" : "ascending") : "none");
    } else th.textContent = column.label;
    row.append(th);
  });
  const thead = element("thead");
  thead.append(row);
  return thead;
}

function bodyRow(data, row, pick) {
  const tr = element("tr", [row.selected && "selected", row.indent && "indent", data.clickable && "clickable"].filter(Boolean).join(" "));
  tr.dataset.id = row.id;
  row.cells.forEach((cell, i) => {
    const node = element(i ? "td" : "th");
    if (!i) node.scope = "row";
    if (!i && data.clickable) {
      const button = element("button", "", cell.text);
      button.type = "button";
      button.setAttribute("aria-pressed", String(Boolean(row.selected)));
      if (cell.tone && data.colours[cell.tone]) node.style.color = data.colours[cell.tone];
      node.dataset.tip = cell.tip || data.clickable;
      node.append(button);
    } else fillCell(node, cell, data.columns[i], data.colours);
    tr.append(node);
  });
  if (data.clickable) tr.onclick = () => pick(row.id);
  return tr;
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

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const draw = () => {
    const sort = sorts.get(parentElement);
    const focused = parentElement.activeElement?.closest?.("tr")?.dataset.id;
    const table = element("table", data.upright ? "upright" : "");
    table.append(element("caption", "", data.caption));
    const resort = (column, down) => {
      const now = sorts.get(parentElement);
      if (now?.column !== column) sorts.set(parentElement, { column, down });
      else if (now.down === down) sorts.set(parentElement, { column, down: !down });
      else sorts.delete(parentElement);
      draw();
    };
    table.append(head(data, sort, resort));
    const body = element("tbody");
    const pick = (id) => setTriggerValue("picked", id);
    ordered(data, sort).forEach((row) => body.append(bodyRow(data, row, pick)));
    table.append(body);
    const tip = element("div", "tip");
    tip.setAttribute("role", "tooltip");
    frame.replaceChildren(table, tip);
    tooltips(frame, tip);
    if (focused) frame.querySelector(`tr[data-id="${CSS.escape(focused)}"] button`)?.focus();
  };
  draw();
}
