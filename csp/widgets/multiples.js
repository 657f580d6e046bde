// Many small control charts in a grid, each a button (see csp.tables.trends.Multiple). Every
// text goes in as textContent.

const WIDTH = 200, HEIGHT = 46, PAD = 5;

function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// Each picture has a scale of its own: what counts is where the line lies in the band.
function scales(item, width, height) {
  const known = [...item.values.filter((v) => v !== null), ...item.limits.flatMap((limit) => [limit[2], limit[3]])];
  const low = Math.min(...known, Infinity), high = Math.max(...known, -Infinity);
  const step = (width - 2 * PAD) / item.values.length;
  return {
    x: (i) => PAD + i * step,
    at: (i) => PAD + (i + 0.5) * step,
    y: (v) => height - PAD - ((v - low) * (height - 2 * PAD)) / (high > low ? high - low : 1),
  };
}

function wrapped(pen, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// The same grid on a canvas, with the words that explain it, as a PNG.
function download(data) {
  const columns = 5, width = 240, height = 128, gap = 10, edge = 24, zoom = 2;
  const rows = Math.ceil(data.items.length / columns);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const full = 2 * edge + columns * width + (columns - 1) * gap;
  const font = (size, weight) => { pen.font = `${weight} ${size}px 'Source Sans', sans-serif`; };
  font(16, 400);
  const subtitle = wrapped(pen, data.words.subtitle, full - 2 * edge);
  const top = edge + 34 + 22 * (subtitle.length + 1) + gap;
  canvas.width = zoom * full;
  canvas.height = zoom * (top + rows * (height + gap) + edge);
  pen.scale(zoom, zoom);
  pen.fillStyle = data.colours.page;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.textBaseline = "top";
  pen.fillStyle = data.colours.text;
  font(22, 600);
  pen.fillText(data.words.title, edge, edge);
  font(16, 400);
  pen.fillStyle = data.colours.quiet;
  [...subtitle, data.words.source].forEach((line, i) => pen.fillText(line, edge, edge + 34 + 22 * i));
  data.items.forEach((item, i) => {
    pen.save();
    pen.translate(edge + (i % columns) * (width + gap), top + Math.floor(i / columns) * (height + gap));
    drawn(pen, item, data, width, height, font);
    pen.restore();
  });
  const link = document.createElement("a");
  link.download = `${data.words.title.toLowerCase().replaceAll(" ", "-")}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}

function drawn(pen, item, data, width, height, font) {
  const tall = height - 62;
  const { x, at, y } = scales(item, width, tall);
  pen.fillStyle = data.colours.text;
  font(16, 600);
  pen.fillText(item.label, 6, 4, width - 12);
  font(15, item.signal ? 700 : 400);
  pen.fillStyle = (item.signal && data.inks[item.tone]) || data.colours.text;
  pen.fillText(item.verdict, 6, height - 26, width - 12);
  pen.translate(0, 28);
  pen.fillStyle = data.colours.band;
  for (const [start, stop, from, to] of item.limits) pen.fillRect(x(start), y(to), x(stop) - x(start), y(from) - y(to));
  pen.strokeStyle = data.colours.line;
  pen.lineWidth = 1.6;
  pen.stroke(new Path2D(path(item, at, y)));
  const dot = (i, fill, radius) => {
    pen.beginPath();
    pen.arc(at(i), y(item.values[i]), radius, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
    pen.stroke();
  };
  for (const i of item.hollow) dot(i, data.colours.page, 3.5);
  if (item.last === null || item.last === undefined) return;
  if (!item.signal) { dot(item.last, data.colours.line, 3); return; }
  pen.translate(at(item.last), y(item.values[item.last]));
  pen.rotate(Math.PI / 4);
  pen.fillStyle = data.colours[item.tone] || data.colours.neutral;
  pen.fillRect(-5, -5, 10, 10);
}

// The line through complete months; it stops where a month is missing.
function path(item, at, y) {
  let line = "", pen = false;
  item.values.forEach((v, i) => {
    if (item.hollow.includes(i)) return;
    if (v === null) { pen = false; return; }
    line += `${pen ? "L" : "M"}${at(i).toFixed(1)},${y(v).toFixed(1)}`;
    pen = true;
  });
  return line;
}

function picture(item, colours) {
  const { x, at, y } = scales(item, WIDTH, HEIGHT);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const [start, stop, from, to] of item.limits) {
    svg.append(shape("rect", { x: x(start), width: x(stop) - x(start), y: y(to), height: Math.max(y(from) - y(to), 0), fill: colours.band }));
  }
  svg.append(shape("path", { d: path(item, at, y), fill: "none", stroke: colours.line, "stroke-width": 1.6, "vector-effect": "non-scaling-stroke" }));
  const frame = element("span", "picture");
  frame.append(svg);
  // Marks are HTML: they keep their shape however wide the picture is drawn.
  const mark = (i, kind, colour) => {
    const dot = element("span", `mark ${kind}`);
    dot.style.left = `${(100 * at(i)) / WIDTH}%`;
    dot.style.top = `${(100 * y(item.values[i])) / HEIGHT}%`;
    dot.style.borderColor = colour;
    if (kind !== "hollow") dot.style.background = colour;
    frame.append(dot);
  };
  for (const i of item.hollow) mark(i, "hollow", colours.line);
  if (item.last !== null && item.last !== undefined) {
    mark(item.last, item.signal ? "signal" : "noise", item.signal ? colours[item.tone] || colours.neutral : colours.line);
  }
  return frame;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const focused = parentElement.activeElement?.closest?.("[data-id]")?.dataset.id;
  const list = element("ul");
  list.setAttribute("aria-label", data.words.title);
  for (const item of data.items) {
    const button = element("button", item.selected ? "selected" : "");
    button.type = "button";
    button.dataset.id = item.id;
    button.setAttribute("aria-pressed", String(Boolean(item.selected)));
    button.title = item.tip;
    button.append(element("span", "name", item.label), picture(item, data.colours));
    const verdict = element("span", item.signal ? "verdict strong" : "verdict", item.verdict);
    if (item.signal && data.inks[item.tone]) verdict.style.color = data.inks[item.tone];
    button.append(verdict);
    button.onclick = () => setTriggerValue("picked", item.id);
    const entry = element("li");
    entry.append(button);
    list.append(entry);
  }
  const save = element("button", "save", "Download picture");
  save.type = "button";
  save.onclick = () => download(data);
  frame.replaceChildren(list, save);
  if (focused) frame.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
}
