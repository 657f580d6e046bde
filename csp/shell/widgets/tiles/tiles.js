// Draws figures side by side: a label, the figure, then its small line or a strip of places, and a note.

const TILE_SPARK = { width: 132, height: 36 };
const DOT_STEP = 16;
const DOT_ROW = 20;
// As wide as 13 dots: more of them stand closer and are smaller, so that a strip never leaves its tile.
const STRIP_WIDTH = 13 * DOT_STEP;

// Places from the lowest on the left to the highest: the one held is filled and larger, and a line
// under the dots spans those it could be.
function drawStrip({ of, place, best, worst, text }, colours) {
  const step = Math.min(DOT_STEP, STRIP_WIDTH / of);
  const x = (at) => (at - 0.5) * step;
  const width = of * step;
  const size = step / DOT_STEP;
  const radius = { held: Math.max(5, 6.5 * size), other: Math.max(1.2, 4 * size) };
  const svg = makeSvg("svg", { width, height: DOT_ROW, role: "img", "aria-label": text });
  for (let at = 1; at <= of; at += 1) {
    const isHeld = at === place;
    const fill = isHeld ? colours.line : colours.page;
    const r = isHeld ? radius.held : radius.other;
    const outline = { stroke: colours.line, "stroke-width": size < 0.6 ? 1 : 1.5 };
    svg.append(makeSvg("circle", { cx: x(at), cy: 8, r, fill, ...outline }));
  }
  if (worst > best) {
    const line = { stroke: colours.line, "stroke-width": "3", "stroke-linecap": "round" };
    svg.append(makeSvg("line", { x1: x(best), x2: x(worst), y1: 18, y2: 18, ...line }));
  }
  return svg;
}

function drawPicture(tile, colours) {
  if (tile.strip) return drawStrip(tile.strip, colours);
  const svg = drawSpark(tile.spark, tile.incomplete, `${tile.label}: monthly counts`, TILE_SPARK, colours);
  svg.setAttribute("viewBox", `0 0 ${TILE_SPARK.width} ${TILE_SPARK.height}`);
  svg.classList.add("spark");
  return svg;
}

function makeTile(tile, colours, onclick) {
  const node = tile.clickable ? makeButton("tile clickable", "", onclick) : makeElement("div", "tile");
  node.dataset.id = tile.id;
  node.title = tile.text;
  if (tile.clickable) node.setAttribute("aria-label", tile.text);
  const figure = makeElement("div", "figure", tile.figure);
  if (tile.tone && colours[tile.tone]) figure.style.color = colours[tile.tone];
  const row = makeElement("div", "row");
  row.append(figure);
  if (tile.spark || tile.strip) row.append(drawPicture(tile, colours));
  node.append(makeElement("div", "label", tile.label), row, makeElement("div", "note", tile.note));
  return node;
}

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const { tiles, colours } = JSON.parse(new TextDecoder().decode(bytes));
  const makeItem = (tile) => {
    const item = makeElement("li");
    item.append(makeTile(tile, colours, () => setTriggerValue("click", tile.id)));
    return item;
  };
  drawKeepingFocus(parentElement, (frame) => {
    const list = makeElement("ul", "tiles");
    list.append(...tiles.map(makeItem));
    frame.replaceChildren(list);
  });
}
