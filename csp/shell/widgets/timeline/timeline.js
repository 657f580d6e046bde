// The history of an action as a list, the latest entry first.

// Only addresses of web pages become links: a script in an address would run when it is clicked.
function isWebAddress(address) {
  try {
    return ["https:", "http:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

function makeLink(address) {
  if (!isWebAddress(address)) return makeElement("span", "", address);
  const link = makeElement("a", "", address);
  return Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
}

function makeShape(item, signal) {
  const shape = makeElement("span", "shape", item.shape);
  shape.setAttribute("aria-hidden", "true");
  shape.style.background = signal.fill;
  shape.style.color = signal.ink;
  return shape;
}

function makeCorrectButton(item, sendClick) {
  const button = makeButton("", item.act ?? "Correct this update", () => sendClick(item.correct));
  button.setAttribute("aria-label", `${item.act ?? "Correct the update"}: ${item.head}`);
  button.dataset.id = item.correct;
  return button;
}

function makeEntry(item, signal, sendClick) {
  const entry = makeElement("li", item.replaced ? "replaced" : "");
  entry.append(makeShape(item, signal), makeElement("div", "head", item.head));
  if (item.note) entry.append(makeElement("div", "note", item.note));
  if (item.value) entry.append(makeElement("div", "", item.value));
  if (item.link) entry.append(makeLink(item.link));
  entry.append(makeElement("div", "quiet", item.by));
  if (item.remark) entry.append(makeElement("div", "quiet", item.remark));
  if (item.correct) entry.append(makeCorrectButton(item, sendClick));
  return entry;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const sendClick = (id) => setTriggerValue("click", id);
  const list = makeElement("ol", "timeline");
  list.setAttribute("aria-label", data.caption);
  list.append(...data.items.map((item) => makeEntry(item, data.signals[item.colour], sendClick)));
  drawKeepingFocus(parentElement, (frame) => frame.replaceChildren(list));
}
