// A slider over stops that are known beforehand: what each comes to is written beside it while it is
// dragged. The server hears of a stop when the slider is let go, or a moment after the last key.

const SEND_AFTER_KEY_MS = 200;
const CURVE = { width: 200, height: 20 };
// The words of a stop stand in a width of so many letters at most, and wrap.
const WIDEST_FIGURE = 12;

function makeSlider(setTriggerValue) {
  const row = makeElement("div", "slider");
  const label = makeElement("span", "label");
  const track = makeElement("div", "track");
  const curve = makeSvg("svg", {
    viewBox: `0 0 ${CURVE.width} ${CURVE.height}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const input = makeElement("input");
  input.type = "range";
  input.min = "0";
  input.step = "1";
  track.append(curve, input);
  const reading = makeElement("div", "reading");
  const says = makeElement("div", "says");
  const note = makeElement("div", "note");
  reading.append(says, note);
  const figure = makeElement("div", "figure");
  // The slider's own value says the same to those who do not see it.
  for (const node of [label, figure, reading]) node.setAttribute("aria-hidden", "true");
  row.append(label, track, figure, reading);
  const slider = { row, label, curve, input, figure, says, note, stops: [], isMoving: false, timer: 0 };
  let isByKey = false;
  const send = () => {
    slider.isMoving = false;
    setTriggerValue("release", slider.stops[Number(input.value)].at);
  };
  input.onkeydown = () => {
    isByKey = true;
  };
  input.addEventListener("pointerdown", () => {
    isByKey = false;
    // Let go where it was taken, it reports no change. It may be let go anywhere on the page.
    const release = () => {
      slider.isMoving = false;
    };
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, release, { once: true });
  });
  input.oninput = () => {
    slider.isMoving = true;
    clearTimeout(slider.timer);
    showStop(slider);
  };
  input.onchange = () => {
    clearTimeout(slider.timer);
    if (isByKey) slider.timer = setTimeout(send, SEND_AFTER_KEY_MS);
    else send();
  };
  return slider;
}

function showStop({ input, figure, says, note, stops }) {
  const stop = stops[Number(input.value)];
  figure.textContent = stop.figure;
  says.textContent = stop.says;
  note.textContent = stop.note;
  input.setAttribute(
    "aria-valuetext",
    [`${stop.figure}: ${stop.says}`, stop.note].filter(Boolean).join(", "),
  );
}

function findNearest(stops, value) {
  const distances = stops.map((stop) => Math.abs(stop.at - value));
  return distances.indexOf(Math.min(...distances));
}

// Draws how many there are at each stop as a line of steps over the track.
function drawCurve(curve, stops, colour) {
  const most = Math.max(...stops.map((stop) => stop.n), 1);
  const x = (i) => (i * CURVE.width) / Math.max(stops.length - 1, 1);
  const y = (n) => CURVE.height - (n * CURVE.height) / most;
  const steps = stops.map(({ n }, i) => `${i ? `H${x(i).toFixed(1)}V` : `M0,`}${y(n).toFixed(1)}`);
  const look = { fill: "none", stroke: colour, "stroke-width": "1.8", "vector-effect": "non-scaling-stroke" };
  curve.replaceChildren(makeSvg("path", { d: steps.join(""), ...look }));
}

const sliders = new WeakMap();

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const { label, name, stops, value, colours } = JSON.parse(new TextDecoder().decode(bytes));
  const frame = parentElement.querySelector(".frame");
  // The slider stays from one run of the page to the next: it may be in somebody's hand.
  let slider = sliders.get(frame);
  if (!slider) {
    slider = makeSlider(setTriggerValue);
    sliders.set(frame, slider);
    frame.replaceChildren(slider.row);
  }
  const held = slider.isMoving ? slider.stops[Number(slider.input.value)].at : value;
  slider.stops = stops;
  slider.label.textContent = label;
  slider.input.setAttribute("aria-label", name);
  slider.input.max = String(stops.length - 1);
  slider.input.value = String(findNearest(stops, held));
  // As wide for every stop, so that nothing moves during a drag.
  const widest = Math.max(...stops.map((stop) => stop.figure.length));
  slider.figure.style.width = `${Math.min(widest, WIDEST_FIGURE)}ch`;
  drawCurve(slider.curve, stops, colours.line);
  showStop(slider);
}
