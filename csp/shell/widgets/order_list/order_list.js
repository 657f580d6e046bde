// A list that is put in order: by dragging a handle, by the arrow keys on it, or by two buttons a row.
// Each change is shown at once and the whole list is sent, so that nothing depends on what came before.

const TITLE_LETTERS = 120;

// What stays of a list while its page runs again and again, by its frame: the list, the line that is read
// out, and the states that were sent and not answered yet.
const lists = new WeakMap();

// Gives a copy of the rows with the one at a place put at another.
function moveRow(rows, from, to) {
  const moved = rows.filter((_, i) => i !== from);
  moved.splice(to, 0, rows[from]);
  return moved;
}

function middleOf(node) {
  const box = node.getBoundingClientRect();
  return (box.top + box.bottom) / 2;
}

// Puts an entry of the list where the pointer is. The others are moved past it, not it past them: a node
// that is taken out of the page, however briefly, loses the pointer.
function moveToPointer(entry, y) {
  while (entry.nextElementSibling && middleOf(entry.nextElementSibling) < y) {
    entry.before(entry.nextElementSibling);
  }
  while (entry.previousElementSibling && middleOf(entry.previousElementSibling) > y) {
    entry.after(entry.previousElementSibling);
  }
}

function nameRow(row) {
  return row.title || row.usual;
}

function makeTitle(row, list) {
  const title = makeElement("input", "title");
  Object.assign(title, {
    type: "text",
    defaultValue: nameRow(row),
    placeholder: row.usual,
    maxLength: TITLE_LETTERS,
  });
  title.dataset.id = `${row.id} title`;
  title.setAttribute("aria-label", `Title of ${row.usual}`);
  // Both: a text that a redraw has carried over is no change of the new field's.
  title.onchange = title.onblur = () => {
    const text = title.value.trim();
    if (text === nameRow(row)) return;
    title.defaultValue = title.value;
    list.change(
      row,
      { title: text === row.usual ? "" : text },
      `${row.usual} is called ${text || row.usual}`,
    );
  };
  return title;
}

function makeTick(row, list) {
  const tick = makeElement("input");
  tick.type = "checkbox";
  tick.checked = row.included;
  tick.dataset.id = `${row.id} tick`;
  tick.setAttribute("aria-label", `Include ${nameRow(row)}`);
  tick.onchange = () =>
    list.change(
      row,
      { included: tick.checked },
      `${nameRow(row)} is ${tick.checked ? "included" : "left out"}`,
    );
  return tick;
}

function makeStep(row, list, by, sign, words) {
  const step = makeButton("step", sign, () => list.step(row, by));
  step.dataset.id = `${row.id} ${words}`;
  step.disabled = !list.canStep(row, by);
  step.title = `Move ${nameRow(row)} ${words}`;
  step.setAttribute("aria-label", step.title);
  return step;
}

// While the pointer is down the row follows it among the others; the list is sent when it is let go.
function followPointer(handle, entry, row, list) {
  handle.addEventListener("pointerdown", (down) => {
    if (down.button) return;
    down.preventDefault();
    handle.focus();
    handle.setPointerCapture?.(down.pointerId);
    entry.classList.add("dragged");
    const drag = new AbortController();
    const listen = (type, act) => handle.addEventListener(type, act, { signal: drag.signal });
    const settle = (place) => {
      drag.abort();
      list.put(row, place);
    };
    listen("pointermove", (event) => moveToPointer(entry, event.clientY));
    listen("pointerup", () => settle([...entry.parentElement.children].indexOf(entry)));
    listen("pointercancel", () => settle(list.placeOf(row)));
  });
}

function makeHandle(entry, row, list) {
  const handle = makeButton("handle", "⠿", () => {});
  handle.dataset.id = `${row.id} handle`;
  handle.title = "Drag, or press the arrow keys";
  handle.setAttribute("aria-label", `Move ${nameRow(row)}: drag, or press the arrow keys`);
  handle.onkeydown = (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    list.step(row, by);
  };
  followPointer(handle, entry, row, list);
  return handle;
}

function makeEntry(row, list) {
  const entry = makeElement("li", row.included ? "entry" : "entry left-out");
  const steps = makeElement("span", "steps");
  steps.append(makeStep(row, list, -1, "↑", "up"), makeStep(row, list, 1, "↓", "down"));
  entry.append(
    makeHandle(entry, row, list),
    makeTick(row, list),
    makeTitle(row, list),
    makeElement("span", "about", row.about),
    steps,
  );
  return entry;
}

// What the controls of the rows call. show(rows, words) draws the rows, send(rows) sends them.
function makeList(rows, show, send) {
  const list = {
    placeOf: (row) => rows.indexOf(row),
    canStep: (row, by) => rows.indexOf(row) + by >= 0 && rows.indexOf(row) + by < rows.length,
    step: (row, by) => list.canStep(row, by) && list.put(row, rows.indexOf(row) + by),
    put: (row, place) => {
      const from = rows.indexOf(row);
      rows = moveRow(rows, from, place);
      show(rows, place === from ? "" : `${nameRow(row)} is number ${place + 1} of ${rows.length}`);
      if (place !== from) send(rows);
    },
    change: (row, values, words) => {
      // The controls of a row that was drawn anew are heard no more.
      if (!rows.includes(row)) return;
      rows = rows.map((each) => (each === row ? { ...row, ...values } : each));
      show(rows, words);
      send(rows);
    },
  };
  return list;
}

function startList(frame) {
  const entries = makeElement("ol");
  // Read out by a screen reader when its text changes; it stays in place while the rows are drawn anew.
  const said = makeElement("p", "said");
  said.setAttribute("role", "status");
  frame.replaceChildren(entries, said);
  lists.set(frame, { entries, said, sent: [] });
  return lists.get(frame);
}

// Whether a run of the page shows a state that a later change has made out of date: its own run follows.
function isStale(shown, state) {
  const at = shown.sent.indexOf(state);
  const isLate = at >= 0 && at < shown.sent.length - 1;
  shown.sent = isLate ? shown.sent.slice(at + 1) : [];
  return isLate;
}

// Draws the rows without losing a title that is being typed.
function drawRows(parentElement, draw) {
  const field = parentElement.activeElement;
  const isTyped = field?.matches?.(".title") && field.value !== field.defaultValue;
  const { dataset, value, selectionStart, selectionEnd } = field ?? {};
  drawKeepingFocus(parentElement, draw);
  const again = isTyped && parentElement.querySelector(`[data-id="${CSS.escape(dataset.id)}"]`);
  if (!again) return;
  again.value = value;
  again.setSelectionRange(selectionStart, selectionEnd);
}

function pickState({ id, included, title }) {
  return { id, included, title };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const shown = lists.get(frame) ?? startList(frame);
  if (isStale(shown, JSON.stringify(data.entries.map(pickState)))) return;
  shown.entries.setAttribute("aria-label", data.caption);
  const show = (rows, words) => {
    drawRows(parentElement, () => shown.entries.replaceChildren(...rows.map((row) => makeEntry(row, list))));
    if (words) shown.said.textContent = words;
  };
  const send = (rows) => {
    const states = rows.map(pickState);
    shown.sent.push(JSON.stringify(states));
    setTriggerValue("click", states);
  };
  const list = makeList(data.entries, show, send);
  // A row that is being dragged is not taken from under the pointer: letting it go sends the order.
  if (!shown.entries.querySelector(".dragged")) show(data.entries, "");
}
