// The action plan: cards in columns by status, stacked bars, the history of an action, a list
// to print (see csp.tables.board). Every text goes in as textContent: nothing that people
// typed is ever taken for markup, and only http and https addresses become links.

// px of a card; the lesser where that saves a row of a lane that is high.
const NARROW = 200, NARROWEST = 174, HIGH = 3;

function button(className, text, onclick) {
  const node = element("button", className, text);
  node.type = "button";
  node.onclick = onclick;
  return node;
}

// ------------------------------------------------------------------ cards

// How many cards stand side by side in each column of a lane, so that the lane is as low as room allows.
function widths(counts, room) {
  const wide = counts.map(() => 1);
  const rows = () => Math.max(...counts.map((n, i) => Math.ceil(n / wide[i])));
  for (let left = room - counts.length; left > 0 && rows() > 1; left -= 1) {
    const need = counts.map((n, i) => Math.ceil(n / wide[i]));
    wide[need.indexOf(Math.max(...need))] += 1;
  }
  return { wide, rows: rows() };
}

function card(item, signal, pick) {
  const node = button("card", undefined, () => pick(item.id));
  node.dataset.id = item.id;
  node.style.borderLeftColor = signal.text;
  node.title = item.tip;
  node.setAttribute("aria-label", item.tip);
  const head = element("span", "line");
  const ref = element("span", "ref", `${item.shape} ${item.ref}`);
  ref.style.color = signal.text;
  head.append(ref, element("span", "lead", item.lead));
  const foot = element("span", "line foot");
  if (item.due) foot.append(element("span", item.late ? "late" : "due", item.due));
  foot.append(element("span", "quiet", item.updated));
  node.append(head, element("span", "text", item.text), foot);
  return node;
}

function lane(data, item, width, pick) {
  const used = data.statuses.filter((s) => item.counts[s.id]);
  const counts = used.map((s) => item.cells[s.id].length);
  let plan = widths(counts, Math.max(1, Math.floor((width + 8) / NARROW)));
  if (plan.rows > HIGH) {
    const closer = widths(counts, Math.max(1, Math.floor((width + 8) / NARROWEST)));
    if (closer.rows < plan.rows) plan = closer;
  }
  const section = element("section");
  if (item.title) {
    const title = element("h3", "", item.title);
    title.append(element("span", "", ` · ${item.said}`));
    section.append(title);
  }
  const grid = element("div", "columns");
  grid.style.gridTemplateColumns = plan.wide.map((n) => `minmax(0, ${n}fr)`).join(" ");
  used.forEach((column, i) => {
    const part = element("div", "column");
    const head = element("h4", "", `${column.shape} ${column.word} ${item.counts[column.id]}`);
    head.style.borderBottomColor = data.signals[column.colour].text;
    const cell = element("ul", "cell");
    cell.style.gridTemplateColumns = `repeat(${plan.wide[i]}, minmax(0, 1fr))`;
    cell.setAttribute("aria-label", [item.title, column.word].filter(Boolean).join(", "));
    for (const each of item.cells[column.id]) {
      const entry = element("li");
      entry.append(card(each, data.signals[column.colour], pick));
      cell.append(entry);
    }
    const more = item.counts[column.id] - item.cells[column.id].length;
    if (more > 0) cell.append(element("li", "more", `and ${more} more: filter, or see the table`));
    part.append(head, cell);
    grid.append(part);
  });
  section.append(grid);
  return section;
}

function cards(frame, data, pick) {
  const lanes = data.lanes.map((item) => lane(data, item, frame.clientWidth, pick));
  frame.replaceChildren(element("p", "said", data.said), ...lanes);
}

// ------------------------------------------------------------------ bars

function bars(frame, data, pick) {
  const grid = element("div", "bars");
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", data.caption);
  const largest = Math.max(...data.rows.map((row) => row.total), 1);
  const unit = (0.68 * frame.clientWidth - 48) / largest; // px for each action, to see which words have room
  for (const row of data.rows) {
    const name = button("name", row.label, () => pick({ id: row.id, status: "" }));
    name.title = row.label;
    name.dataset.id = row.id;
    name.setAttribute("aria-pressed", String(Boolean(row.selected)));
    const bar = element("div", "bar");
    bar.style.width = `${(100 * row.total) / largest}%`;
    for (const part of row.parts) {
      const signal = data.signals[part.colour];
      const node = button("", part.count * unit > 40 + 8 * part.word.length ? `${part.shape} ${part.count} ${part.word}` : `${part.shape} ${part.count}`, () => pick({ id: row.id, status: part.status }));
      node.dataset.id = `${row.id} ${part.status}`;
      node.style.flexGrow = part.count;
      node.style.background = signal.fill;
      node.style.color = signal.ink;
      node.style.border = `1px solid ${signal.text}`;
      node.title = part.tip;
      node.setAttribute("aria-label", part.tip);
      node.setAttribute("aria-pressed", String(Boolean(part.selected)));
      bar.append(node);
    }
    grid.append(name, bar, element("span", "total", String(row.total)));
  }
  const legend = element("div", "legend");
  for (const entry of data.legend) legend.append(element("span", "", entry));
  grid.append(legend);
  frame.replaceChildren(grid);
}

// ------------------------------------------------------------------ timeline

function safeLink(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:";
  } catch {
    return false;
  }
}

function timeline(frame, data, pick) {
  const list = element("ol", "timeline");
  list.setAttribute("aria-label", data.caption);
  for (const item of data.items) {
    const entry = element("li", item.replaced ? "replaced" : "");
    const signal = data.signals[item.colour];
    const shape = element("span", "shape", item.shape);
    shape.setAttribute("aria-hidden", "true");
    shape.style.background = signal.fill;
    shape.style.color = signal.ink;
    entry.append(shape, element("div", "head", item.head));
    if (item.note) entry.append(element("div", "note", item.note));
    if (item.value) entry.append(element("div", "", item.value));
    if (item.link) {
      const link = element(safeLink(item.link) ? "a" : "span", "", item.link);
      if (safeLink(item.link)) Object.assign(link, { href: item.link, target: "_blank", rel: "noopener noreferrer" });
      entry.append(link);
    }
    entry.append(element("div", "quiet", item.by));
    if (item.remark) entry.append(element("div", "quiet", item.remark));
    if (item.correct) {
      const node = button("", "Correct this update", () => pick(item.correct));
      node.setAttribute("aria-label", `Correct the update: ${item.head}`);
      node.dataset.id = item.correct;
      entry.append(node);
    }
    list.append(entry);
  }
  frame.replaceChildren(list);
}

// ------------------------------------------------------------------ print

const PAPER = "body{font:11pt sans-serif;margin:0}table{border-collapse:collapse;width:100%}" +
  "th,td{border:1px solid;padding:3pt 5pt;text-align:left;vertical-align:top}thead{display:table-header-group}" +
  "tr{break-inside:avoid}@page{size:A4 landscape;margin:12mm}";

function printed(data) {
  const frame = element("iframe");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0";
  frame.title = data.title;
  document.body.append(frame);
  const page = frame.contentDocument;
  page.title = data.title;
  const make = (name, text) => { const node = page.createElement(name); if (text !== undefined) node.textContent = text; return node; };
  const table = make("table"), head = make("thead"), body = make("tbody"), row = make("tr");
  for (const column of data.columns) row.append(make("th", column.label));
  head.append(row);
  for (const line of data.rows) {
    const tr = make("tr");
    for (const cell of line.cells) tr.append(make("td", cell.text));
    body.append(tr);
  }
  table.append(head, body);
  page.head.append(make("style", PAPER));
  page.body.append(make("h1", data.title), make("p", data.detail), table);
  frame.contentWindow.onafterprint = () => frame.remove();
  frame.contentWindow.print();
}

// ------------------------------------------------------------------

const watched = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const focused = parentElement.activeElement?.closest?.("[data-id]")?.dataset.id;
  const pick = (value) => setTriggerValue("picked", value);
  const draw = {
    cards: () => cards(frame, data, pick),
    bars: () => bars(frame, data, pick),
    timeline: () => timeline(frame, data, pick),
    print: () => frame.replaceChildren(button("print", "Print this list", () => printed(data))),
  }[data.kind];
  draw();
  if (data.kind === "cards" || data.kind === "bars") {
    watched.get(parentElement)?.disconnect();
    let width = frame.clientWidth;
    const observer = new ResizeObserver(() => {
      if (Math.abs(frame.clientWidth - width) < 8) return;
      width = frame.clientWidth;
      draw();
    });
    observer.observe(frame);
    watched.set(parentElement, observer);
  }
  if (focused) frame.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}
