// What the scripts of the elements share. The browser gets each script as one piece of text that
// cannot import anything, so this file is put before every one of them. Text always goes in as
// textContent: nothing that people typed or a file held is ever taken for markup.

const SVG = "http://www.w3.org/2000/svg";
// A frame counts as resized from this many pixels on; a scroll bar that comes or goes is less.
const RESIZED_PX = 8;

function makeElement(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function makeButton(className, text, onclick) {
  const node = makeElement("button", className, text);
  node.type = "button";
  node.onclick = onclick;
  return node;
}

function makeSvg(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// Gives the path of a line through a series. The line stops where a value is null and starts anew
// behind it; positions in skipped are passed over without a stop.
function tracePath(values, x, y, skipped = []) {
  let path = "";
  let isDrawing = false;
  values.forEach((value, i) => {
    if (skipped.includes(i)) return;
    if (value === null) {
      isDrawing = false;
      return;
    }
    path += `${isDrawing ? "L" : "M"}${x(i).toFixed(1)},${y(value).toFixed(1)}`;
    isDrawing = true;
  });
  return path;
}

// Gives a small line through a series, from 0 up; its last point is marked, and the positions in
// incomplete are rings. Values may be null. text is its text alternative, colours has line and page.
function drawSpark(values, incomplete, text, { width, height }, colours) {
  const margin = 3;
  const top = Math.max(...values.filter((value) => value !== null), 1);
  const steps = Math.max(values.length - 1, 1);
  const x = (i) => margin + (i * (width - 2 * margin)) / steps;
  const y = (value) => height - margin - (value * (height - 2 * margin)) / top;
  const rings = incomplete || [];
  const svg = makeSvg("svg", { width, height, role: "img", "aria-label": text });
  const line = { fill: "none", stroke: colours.line, "stroke-width": "1.8" };
  svg.append(makeSvg("path", { d: tracePath(values, x, y), ...line }));
  for (const i of new Set([...rings, values.length - 1])) {
    if (values[i] === null || values[i] === undefined) continue;
    const fill = rings.includes(i) ? colours.page : colours.line;
    svg.append(makeSvg("circle", { cx: x(i), cy: y(values[i]), r: "3", fill, stroke: colours.line }));
  }
  return svg;
}

// Draws into the frame without losing the reader's place: what was drawn with the data-id of the
// part that had the keyboard focus has it again.
function drawKeepingFocus(parentElement, draw) {
  const id = parentElement.activeElement?.closest?.("[data-id]")?.dataset.id;
  const frame = parentElement.querySelector(".frame");
  draw(frame);
  if (id) frame.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
}

const resizeObservers = new WeakMap();

// Draws again whenever the frame gets another width, until the next call for the same element.
function redrawOnResize(parentElement, frame, draw) {
  resizeObservers.get(parentElement)?.disconnect();
  let width = frame.clientWidth;
  const observer = new ResizeObserver(() => {
    if (Math.abs(frame.clientWidth - width) < RESIZED_PX) return;
    width = frame.clientWidth;
    draw();
  });
  observer.observe(frame);
  resizeObservers.set(parentElement, observer);
}

const DONE_MS = 2000;

// The Clipboard API needs https or localhost. On a plain http address inside a council's network
// the older command still works.
function copyByCommand(text) {
  const area = makeElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

// Copies a text, and has the button that was clicked say so for a while, to a screen reader too.
async function copyAndSay(button, text, label, done) {
  const name = button.getAttribute("aria-label");
  button.setAttribute("aria-live", "polite");
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyByCommand(text);
  }
  button.textContent = done;
  if (name) button.setAttribute("aria-label", done);
  setTimeout(() => {
    button.textContent = label;
    if (name) button.setAttribute("aria-label", name);
  }, DONE_MS);
}
