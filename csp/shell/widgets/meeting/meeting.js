// Draws whose dashboard it is and the button that begins a meeting, or in a meeting where in the
// agenda one is. It hears the keys that turn the pages of the agenda, which presenters send as well.

const TURNS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const WRITTEN_IN = "input, textarea, select, [contenteditable=true]";
// What has a use of its own for the keys while it has the focus.
const HELD_BY = `${WRITTEN_IN}, table, table *, canvas, [role=slider], [role=tab], [role=combobox],
  [role=listbox], [role=option], [role=menu], [role=menuitem], [role=radio], [role=radiogroup],
  [role=grid], [role=dialog] *, [data-testid=stDeckGlJsonChart] *, [data-testid=stDataFrame] *`;
const OPEN_ABOVE = "[data-baseweb=popover], [role=dialog], [role=listbox]";
// So long, and so often, a page is asked for again that has not been drawn: a request that comes
// while Streamlit draws another can be lost.
const PATIENCE_MS = 5000;
const REMINDER_MS = 1000;
const SCREEN = "M2 3h14v9H2z M9 12v3 M5.5 15.5h7";

// Gives what a key is for where the focus is: a step in the agenda, "leave", or nothing.
function readKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  const target = event.composedPath()[0];
  const isHeldBy = (selector) => target instanceof Element && target.matches(selector);
  if (event.key === "Escape") {
    return isHeldBy(WRITTEN_IN) || document.querySelector(OPEN_ABOVE) ? null : "leave";
  }
  const step = TURNS[event.key];
  return step && !isHeldBy(HELD_BY) ? step : null;
}

// Goes as many pages on as the keys were pressed, also while the page of the first is still drawn.
function turn(frame, step) {
  const { pages, send } = frame.meeting;
  const to = step > 0 ? Math.floor(frame.meeting.at) + 1 : Math.ceil(frame.meeting.at) - 1;
  if (to < 0 || to >= pages.length) return;
  frame.meeting.at = to;
  frame.goal = { to, until: Date.now() + PATIENCE_MS };
  send("turn", to);
  remind(frame, to);
}

function remind(frame, to) {
  setTimeout(() => {
    const { goal } = frame;
    if (!frame.isConnected || goal?.to !== to || frame.drawnAt === to || Date.now() > goal.until) return;
    frame.meeting.send("turn", to);
    remind(frame, to);
  }, REMINDER_MS);
}

function listenForKeys(frame) {
  const hear = (event) => {
    // Streamlit has taken the element off the page and may have put another in its place.
    if (!frame.isConnected) {
      document.removeEventListener("keydown", hear);
      return;
    }
    if (!frame.meeting.pages) return;
    const meaning = readKey(event);
    if (!meaning) return;
    event.preventDefault();
    if (meaning === "leave") frame.meeting.send("switch", true);
    else turn(frame, meaning);
  };
  document.addEventListener("keydown", hear);
}

function makeStart(frame, name) {
  const button = makeButton("", "", () => frame.meeting.send("switch", true));
  button.title = "Larger text and figures, and the arrow keys turn the pages of the agenda";
  button.setAttribute("aria-label", "Meeting");
  const icon = makeSvg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" });
  icon.append(makeSvg("path", { d: SCREEN }));
  button.append(icon, makeElement("span", "word", "Meeting"));
  return [makeElement("div", "name", name), button];
}

function askAgain(frame, at) {
  const { goal } = frame;
  if (!goal || at === goal.to || Date.now() > goal.until) {
    frame.goal = null;
    return;
  }
  frame.meeting.at = goal.to;
  frame.meeting.send("turn", goal.to);
}

function describePlace(pages, at) {
  if (!Number.isInteger(at)) return "Not on the agenda";
  return `${at + 1} of ${pages.length}: ${pages[at]}`;
}

function makeArrow(frame, step, sign, word) {
  const { pages, at } = frame.meeting;
  const page = pages[step > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1];
  const button = makeButton("", sign, () => turn(frame, step));
  button.disabled = page === undefined;
  button.title = page ? `${word} page: ${page}` : `No ${word.toLowerCase()} page`;
  button.setAttribute("aria-label", button.title);
  return button;
}

function makeAgenda(frame) {
  const { pages, at, send } = frame.meeting;
  const leave = makeButton("", "Esc", () => send("switch", true));
  leave.title = "Leave the meeting's screen";
  leave.setAttribute("aria-label", leave.title);
  const arrows = [makeArrow(frame, -1, "←", "Previous"), makeArrow(frame, 1, "→", "Next")];
  return [makeElement("span", "", describePlace(pages, at)), ...arrows, leave];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const isNew = !frame.meeting;
  frame.meeting = { pages: data.pages, at: data.at, send: setTriggerValue };
  if (isNew) listenForKeys(frame);
  frame.classList.toggle("on", Boolean(data.pages));
  frame.replaceChildren(...(data.pages ? makeAgenda(frame) : makeStart(frame, data.name)));
  let heading = parentElement.querySelector(".frame + .name");
  if (!heading) {
    heading = makeElement("div", "name");
    frame.after(heading);
  }
  heading.textContent = data.alone ? data.name : "";
  const isTurned = frame.drawnAt !== undefined && frame.drawnAt !== data.at;
  frame.drawnAt = data.at;
  if (data.pages && isTurned) askAgain(frame, data.at);
}
