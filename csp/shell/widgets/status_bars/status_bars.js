// Stacked bars of statuses, a row a bar; the parts of a bar and the name of its row are buttons.

// What of the frame's width the bars have, what their edges need, and what words need of a part.
const BARS_SHARE = 0.68;
const EDGES_PX = 48;
const COUNT_PX = 40;
const LETTER_PX = 8;

// The word goes into a part where there is room for it; the shape and the count always do.
function labelPart(part, width) {
  const hasRoom = width > COUNT_PX + LETTER_PX * part.word.length;
  return hasRoom ? `${part.shape} ${part.count} ${part.word}` : `${part.shape} ${part.count}`;
}

function makeName(row, sendClick) {
  const name = makeButton("name", row.label, () => sendClick({ id: row.id, status: "" }));
  name.title = row.label;
  name.dataset.id = row.id;
  name.setAttribute("aria-pressed", String(Boolean(row.selected)));
  return name;
}

function makePart(row, part, signal, width, sendClick) {
  const node = makeButton("", labelPart(part, width), () => sendClick({ id: row.id, status: part.status }));
  node.dataset.id = `${row.id} ${part.status}`;
  node.style.flexGrow = part.count;
  node.style.background = signal.fill;
  node.style.color = signal.ink;
  node.style.border = `1px solid ${signal.text}`;
  node.title = part.tip;
  node.setAttribute("aria-label", part.tip);
  node.setAttribute("aria-pressed", String(Boolean(part.selected)));
  return node;
}

function makeLegend(entries) {
  const legend = makeElement("div", "legend");
  for (const entry of entries) legend.append(makeElement("span", "", entry));
  return legend;
}

function drawBars(frame, data, sendClick) {
  const grid = makeElement("div", "bars");
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", data.caption);
  const largest = Math.max(...data.rows.map((row) => row.total), 1);
  const pixelsEach = (BARS_SHARE * frame.clientWidth - EDGES_PX) / largest;
  for (const row of data.rows) {
    const bar = makeElement("div", "bar");
    bar.style.width = `${(100 * row.total) / largest}%`;
    for (const part of row.parts) {
      bar.append(makePart(row, part, data.signals[part.colour], part.count * pixelsEach, sendClick));
    }
    grid.append(makeName(row, sendClick), bar, makeElement("span", "total", String(row.total)));
  }
  grid.append(makeLegend(data.legend));
  frame.replaceChildren(grid);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const draw = (frame) => drawBars(frame, data, (value) => setTriggerValue("click", value));
  const frame = parentElement.querySelector(".frame");
  drawKeepingFocus(parentElement, draw);
  redrawOnResize(parentElement, frame, () => draw(frame));
}
