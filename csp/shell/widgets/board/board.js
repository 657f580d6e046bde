// The action plan as a board: cards in columns by status, in lanes by group.

// A card has this many pixels of width, and fewer where that makes a high lane lower.
const CARD_PX = 200;
const NARROW_CARD_PX = 174;
const HIGH_LANE_ROWS = 3;
const GAP_PX = 8;

// Gives how many cards stand side by side in each column of a lane, so that the lane is as low as
// the room allows, and how many rows that makes. room: how many cards fit across the lane.
function shareRoom(counts, room) {
  const widths = counts.map(() => 1);
  const heights = () => counts.map((count, i) => Math.ceil(count / widths[i]));
  const rows = () => Math.max(...heights());
  for (let spare = room - counts.length; spare > 0 && rows() > 1; spare -= 1) {
    widths[heights().indexOf(rows())] += 1;
  }
  return { widths, rows: rows() };
}

function planLane(counts, width) {
  const plan = (cardWidth) => shareRoom(counts, Math.max(1, Math.floor((width + GAP_PX) / cardWidth)));
  const roomy = plan(CARD_PX);
  if (roomy.rows <= HIGH_LANE_ROWS) return roomy;
  const narrow = plan(NARROW_CARD_PX);
  return narrow.rows < roomy.rows ? narrow : roomy;
}

function makeCard(item, signal, sendClick) {
  const card = makeButton("card", undefined, () => sendClick(item.id));
  card.dataset.id = item.id;
  card.style.borderLeftColor = signal.text;
  card.title = item.tip;
  card.setAttribute("aria-label", item.tip);
  const head = makeElement("span", "line");
  const ref = makeElement("span", "ref", `${item.shape} ${item.ref}`);
  ref.style.color = signal.text;
  head.append(ref, makeElement("span", "lead", item.lead));
  card.append(head, makeElement("span", "text", item.text));
  // With nothing due and nothing reported a card is a line lower, and so is its whole row.
  if (item.due || item.updated) {
    const foot = makeElement("span", "line foot");
    if (item.due) foot.append(makeElement("span", item.late ? "late" : "due", item.due));
    if (item.updated) foot.append(makeElement("span", "quiet", item.updated));
    card.append(foot);
  }
  return card;
}

function makeColumn(lane, status, signal, width, sendClick) {
  const cards = lane.cells[status.id];
  const count = lane.counts[status.id];
  const column = makeElement("div", "column");
  const head = makeElement(lane.title ? "h3" : "h2", "", `${status.shape} ${status.word} ${count}`);
  head.style.borderBottomColor = signal.text;
  const cell = makeElement("ul", "cell");
  cell.style.gridTemplateColumns = `repeat(${width}, minmax(0, 1fr))`;
  cell.setAttribute("aria-label", [lane.title, status.word].filter(Boolean).join(", "));
  for (const item of cards) {
    const entry = makeElement("li");
    entry.append(makeCard(item, signal, sendClick));
    cell.append(entry);
  }
  const more = count - cards.length;
  if (more > 0) cell.append(makeElement("li", "more", `and ${more} more: filter, or see the table`));
  column.append(head, cell);
  return column;
}

// A status without any card has no column: the width goes to the others.
function makeLane(data, lane, width, sendClick) {
  const statuses = data.statuses.filter((status) => lane.counts[status.id]);
  const counts = statuses.map((status) => lane.cells[status.id].length);
  const { widths } = planLane(counts, width);
  const section = makeElement("section");
  if (lane.title) {
    const title = makeElement("h2", "", lane.title);
    title.append(makeElement("span", "", ` · ${lane.summary}`));
    section.append(title);
  }
  const grid = makeElement("div", "columns");
  grid.style.gridTemplateColumns = widths.map((n) => `minmax(0, ${n}fr)`).join(" ");
  statuses.forEach((status, i) => {
    grid.append(makeColumn(lane, status, data.signals[status.colour], widths[i], sendClick));
  });
  section.append(grid);
  return section;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const sendClick = (id) => setTriggerValue("click", id);
  const draw = (frame) => {
    const lanes = data.lanes.map((lane) => makeLane(data, lane, frame.clientWidth, sendClick));
    frame.replaceChildren(makeElement("p", "summary", data.summary), ...lanes);
  };
  const frame = parentElement.querySelector(".frame");
  drawKeepingFocus(parentElement, draw);
  redrawOnResize(parentElement, frame, () => draw(frame));
}
