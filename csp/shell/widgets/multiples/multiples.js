// Many small control charts in a grid, each a button, and the same grid as a picture to download.

const WIDTH = 200;
const HEIGHT = 46;
const MARGIN = 5;

// The picture to download, in pixels before it is enlarged by SCALE for sharp print.
const SHEET = { columns: 5, width: 240, height: 128, gap: 10, edge: 24, line: 22 };
const SCALE = 2;

// Each picture has a scale of its own: what counts is where the line lies in the band.
function makeScales(item, width, height) {
  const limits = item.limits.flatMap(([, , lower, upper]) => [lower, upper]);
  const numbers = [...item.values.filter((value) => value !== null), ...limits];
  const low = Math.min(...numbers, Infinity);
  const high = Math.max(...numbers, -Infinity);
  const step = (width - 2 * MARGIN) / item.values.length;
  const span = high > low ? high - low : 1;
  return {
    edge: (i) => MARGIN + i * step,
    middle: (i) => MARGIN + (i + 0.5) * step,
    y: (value) => height - MARGIN - ((value - low) * (height - 2 * MARGIN)) / span,
  };
}

// Where there are no limits no month is judged, and none is marked as the last.
const hasLast = (item) => item.last !== null && item.last !== undefined;

function drawBandAndLine(item, colours) {
  const { edge, middle, y } = makeScales(item, WIDTH, HEIGHT);
  const svg = makeSvg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  for (const [start, stop, lower, upper] of item.limits) {
    const width = edge(stop) - edge(start);
    const height = Math.max(y(lower) - y(upper), 0);
    svg.append(makeSvg("rect", { x: edge(start), width, y: y(upper), height, fill: colours.band }));
  }
  svg.append(
    makeSvg("path", {
      d: tracePath(item.values, middle, y, item.incomplete),
      fill: "none",
      stroke: colours.line,
      "stroke-width": 1.6,
      "vector-effect": "non-scaling-stroke",
    }),
  );
  return svg;
}

// Marks are HTML, not SVG: they keep their shape however wide the picture is drawn.
function makeMark(item, i, kind, colour) {
  const { middle, y } = makeScales(item, WIDTH, HEIGHT);
  const mark = makeElement("span", `mark ${kind}`);
  mark.style.left = `${(100 * middle(i)) / WIDTH}%`;
  mark.style.top = `${(100 * y(item.values[i])) / HEIGHT}%`;
  mark.style.borderColor = colour;
  if (kind !== "incomplete") mark.style.background = colour;
  return mark;
}

function drawPicture(item, colours) {
  const picture = makeElement("span", "picture");
  picture.append(drawBandAndLine(item, colours));
  for (const i of item.incomplete) picture.append(makeMark(item, i, "incomplete", colours.line));
  if (hasLast(item)) {
    const colour = item.signal ? colours[item.tone] || colours.neutral : colours.line;
    picture.append(makeMark(item, item.last, item.signal ? "signal" : "noise", colour));
  }
  return picture;
}

function setFont(pen, size, weight) {
  pen.font = `${weight} ${size}px 'Source Sans', sans-serif`;
}

function wrapText(pen, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Paints an item's name above its picture and its verdict below.
function paintItem(pen, item, data) {
  const { width, height } = SHEET;
  pen.fillStyle = data.colours.text;
  setFont(pen, 16, 600);
  pen.fillText(item.label, 6, 4, width - 12);
  setFont(pen, 15, item.signal ? 700 : 400);
  pen.fillStyle = (item.signal && data.inks[item.tone]) || data.colours.text;
  pen.fillText(item.verdict, 6, height - 26, width - 12);
  pen.translate(0, 28);
  paintChart(pen, item, data.colours);
}

function paintChart(pen, item, colours) {
  const { edge, middle, y } = makeScales(item, SHEET.width, SHEET.height - 62);
  pen.fillStyle = colours.band;
  for (const [start, stop, lower, upper] of item.limits) {
    pen.fillRect(edge(start), y(upper), edge(stop) - edge(start), y(lower) - y(upper));
  }
  pen.strokeStyle = colours.line;
  pen.lineWidth = 1.6;
  pen.stroke(new Path2D(tracePath(item.values, middle, y, item.incomplete)));
  const paintDot = (i, fill, radius) => {
    pen.beginPath();
    pen.arc(middle(i), y(item.values[i]), radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
    pen.stroke();
  };
  for (const i of item.incomplete) paintDot(i, colours.page, 3.5);
  if (!hasLast(item)) return;
  if (!item.signal) {
    paintDot(item.last, colours.line, 3);
    return;
  }
  pen.translate(middle(item.last), y(item.values[item.last]));
  pen.rotate(Math.PI / 4);
  pen.fillStyle = colours[item.tone] || colours.neutral;
  pen.fillRect(-5, -5, 10, 10);
}

// Paints the grid on a canvas with the words that explain it, which the picture takes along.
function paintSheet(data) {
  const { columns, width, height, gap, edge, line } = SHEET;
  const canvas = makeElement("canvas");
  const pen = canvas.getContext("2d");
  const fullWidth = 2 * edge + columns * width + (columns - 1) * gap;
  setFont(pen, 16, 400);
  const subtitle = wrapText(pen, data.words.subtitle, fullWidth - 2 * edge);
  const top = edge + 34 + line * (subtitle.length + 1) + gap;
  const rows = Math.ceil(data.items.length / columns);
  canvas.width = SCALE * fullWidth;
  canvas.height = SCALE * (top + rows * (height + gap) + edge);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = data.colours.page;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "top";
  pen.fillStyle = data.colours.text;
  setFont(pen, 22, 600);
  pen.fillText(data.words.title, edge, edge);
  setFont(pen, 16, 400);
  pen.fillStyle = data.colours.quiet;
  [...subtitle, data.words.source].forEach((text, i) => {
    pen.fillText(text, edge, edge + 34 + line * i);
  });
  data.items.forEach((item, i) => {
    pen.save();
    pen.translate(edge + (i % columns) * (width + gap), top + Math.floor(i / columns) * (height + gap));
    paintItem(pen, item, data);
    pen.restore();
  });
  return canvas;
}

function downloadPicture(data) {
  const link = makeElement("a");
  link.download = `${data.words.title.toLowerCase().replaceAll(" ", "-")}.png`;
  link.href = paintSheet(data).toDataURL("image/png");
  link.click();
}

function makeItem(item, data, onclick) {
  const button = makeButton(item.selected ? "selected" : "", undefined, onclick);
  button.dataset.id = item.id;
  button.setAttribute("aria-pressed", String(Boolean(item.selected)));
  button.title = item.tip;
  const verdict = makeElement("span", item.signal ? "verdict strong" : "verdict", item.verdict);
  if (item.signal && data.inks[item.tone]) verdict.style.color = data.inks[item.tone];
  button.append(makeElement("span", "name", item.label), drawPicture(item, data.colours), verdict);
  const entry = makeElement("li");
  entry.append(button);
  return entry;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = makeElement("ul");
  list.setAttribute("aria-label", data.words.title);
  for (const item of data.items) {
    list.append(makeItem(item, data, () => setTriggerValue("click", item.id)));
  }
  const save = makeButton("save", "Download picture", () => downloadPicture(data));
  drawKeepingFocus(parentElement, (frame) => frame.replaceChildren(list, save));
}
