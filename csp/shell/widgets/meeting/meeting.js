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
const PATIENCE_MS = 30000;
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

// What outlives the elements, of which Streamlit draws a new one with every page: the frames that are
// on the page, the newest last, and the goal of the keys until it is reached. It belongs to the document.
function openMeeting() {
  if (!document.cspMeeting) {
    document.cspMeeting = { frames: [], goal: null };
    document.addEventListener("keydown", hear);
  }
  return document.cspMeeting;
}

function addFrame(frame) {
  const meeting = openMeeting();
  const isNew = !meeting.frames.includes(frame);
  const others = meeting.frames.filter((other) => other !== frame && other.isConnected);
  meeting.frames = [...others, frame];
  return isNew;
}

// Gives the frame that draws and sends; between two elements the last one that was on the page.
function findFrame() {
  const { frames } = openMeeting();
  return frames.findLast((frame) => frame.isConnected) ?? frames.at(-1);
}

// Gives what the keys have asked for and has not come yet. Who has waited too long is not surprised.
function readGoal() {
  const meeting = openMeeting();
  if (meeting.goal && Date.now() > meeting.goal.until) meeting.goal = null;
  return meeting.goal;
}

function setGoal(goal) {
  openMeeting().goal = { ...goal, until: Date.now() + PATIENCE_MS };
}

function clearGoal() {
  openMeeting().goal = null;
}

// Goes as many pages on as the keys were pressed, also while the page of the first is still drawn.
function turn(step) {
  const { pages, at } = findFrame().place;
  if (!pages) return;
  const from = readGoal()?.to ?? at;
  const to = step > 0 ? Math.floor(from) + 1 : Math.ceil(from) - 1;
  if (to < 0 || to >= pages.length) return;
  setGoal({ to });
  askForPage();
  remind(openMeeting().goal);
}

function askForPage() {
  const frame = findFrame();
  if (frame.isConnected) frame.place.send("turn", readGoal().to);
}

function remind(goal) {
  setTimeout(() => {
    if (readGoal() !== goal) return;
    if (findFrame().place.at !== goal.to) askForPage();
    remind(goal);
  }, REMINDER_MS);
}

// The server takes this for a switch: it is asked once, and between two elements by the next one.
function leave() {
  const frame = findFrame();
  if (!frame.isConnected) {
    setGoal({ leaves: true });
    return;
  }
  clearGoal();
  frame.place.send("switch", true);
}

function hear(event) {
  const frame = findFrame();
  if (!frame?.place.pages) return;
  const meaning = readKey(event);
  if (!meaning) return;
  // Where no new element comes, the keys scroll again.
  if (frame.isConnected) event.preventDefault();
  if (meaning === "leave") leave();
  else turn(meaning);
}

function makeStart(frame, name) {
  const button = makeButton("", "", () => frame.place.send("switch", true));
  button.title = "Larger text and figures, and the arrow keys turn the pages of the agenda";
  button.setAttribute("aria-label", "Meeting");
  const icon = makeSvg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" });
  icon.append(makeSvg("path", { d: SCREEN }));
  button.append(icon, makeElement("span", "word", "Meeting"));
  return [makeElement("div", "name", name), button];
}

function pursueGoal(place, isElsewhere) {
  const goal = readGoal();
  if (!goal) return;
  if (!place.pages) clearGoal();
  else if (goal.leaves) leave();
  else if (isElsewhere && place.at === goal.to) clearGoal();
  else if (isElsewhere) askForPage();
}

function describePlace(pages, at) {
  if (!Number.isInteger(at)) return "Not on the agenda";
  return `${at + 1} of ${pages.length}: ${pages[at]}`;
}

function makeArrow(frame, step, sign, word) {
  const { pages, at } = frame.place;
  const page = pages[step > 0 ? Math.floor(at) + 1 : Math.ceil(at) - 1];
  const button = makeButton("", sign, () => turn(step));
  button.disabled = page === undefined;
  button.title = page ? `${word} page: ${page}` : `No ${word.toLowerCase()} page`;
  button.setAttribute("aria-label", button.title);
  return button;
}

// Gives a time as a clock has it: 4:05, 1:04:05.
function writeTime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}

// How long the item has taken. The browser counts on from what the server knew, until it is drawn anew.
function makeClock(frame) {
  const { seconds, runs } = frame.place.clock;
  const clock = makeElement("span", "clock");
  const start = Date.now() - 1000 * seconds;
  const show = () => {
    clock.textContent = writeTime(runs ? (Date.now() - start) / 1000 : seconds);
  };
  clock.title = "Time taken by this item";
  show();
  if (runs) frame.ticking = setInterval(show, 1000);
  return clock;
}

function makeAgenda(frame) {
  const { pages, at, clock } = frame.place;
  const way = makeButton("", "Esc", leave);
  way.title = "Leave the meeting's screen";
  way.setAttribute("aria-label", way.title);
  const arrows = [makeArrow(frame, -1, "←", "Previous"), makeArrow(frame, 1, "→", "Next")];
  const words = [makeElement("span", "place", describePlace(pages, at))];
  if (clock) words.push(makeClock(frame));
  return [...words, ...arrows, way];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const isNew = addFrame(frame);
  const isElsewhere = isNew || frame.place.at !== data.at;
  clearInterval(frame.ticking);
  frame.place = { pages: data.pages, at: data.at, clock: data.clock, send: setTriggerValue };
  frame.classList.toggle("on", Boolean(data.pages));
  frame.replaceChildren(...(data.pages ? makeAgenda(frame) : makeStart(frame, data.name)));
  let heading = parentElement.querySelector(".frame + .name");
  if (!heading) {
    heading = makeElement("div", "name");
    frame.after(heading);
  }
  heading.textContent = data.alone ? data.name : "";
  pursueGoal(frame.place, isElsewhere);
}
