// The action plan as a board: a column for each status, always all of them, in lanes by group. A card is
// moved by dragging it, by keys (Space lifts and drops it, the arrow keys move it, Escape puts it back), or
// by the menu in its corner. It moves at once; what the page answers has the last word.

// Below so many pixels a board is narrow, as it is beside the panel.
const TIGHT_PX = 960;
// Of a cell so many cards are in sight at first, fewer where there are several lanes: two screens hold a plan.
const MOST_CARDS = 11;
const FEWEST_CARDS = 4;
// So far the pointer goes before a press is a drag.
const DRAG_PX = 6;

// What stays of a board while its page runs again and again, by its frame.
const boards = new WeakMap();

function startBoard(frame) {
  const body = makeElement("div", "board");
  // Read out by a screen reader when its text changes; it stays in place while the cards are drawn anew.
  const said = makeElement("p", "said");
  said.setAttribute("role", "status");
  const hint = makeElement(
    "p",
    "said",
    "Space lifts the card, the arrow keys move it, Space drops it, Escape puts it back.",
  );
  hint.id = "hint";
  frame.replaceChildren(body, said, hint);
  const board = {
    frame,
    body,
    said,
    data: null,
    sent: [],
    number: 0,
    outcome: "",
    lifted: null,
    menu: "",
    drag: null,
    kept: new Set(),
    unfolded: new Set(),
  };
  // A card that is lifted goes back where the keyboard leaves it.
  body.addEventListener("focusout", (event) => {
    const isLeft = board.lifted && !board.isDrawing && event.relatedTarget?.dataset?.id !== board.lifted.id;
    if (isLeft) putBack(board);
  });
  const line = frame.ownerDocument.querySelector(".st-key-board_line");
  if (line) new ResizeObserver(() => measureBar(frame)).observe(line);
  boards.set(frame, board);
  return board;
}

// Gives the lanes with cards where moves put them: {id, status} each. The data stay as they are.
function applyMoves(lanes, moves) {
  return lanes.map((lane) => {
    const cells = { ...lane.cells };
    const counts = { ...lane.counts };
    for (const { id, status } of moves) {
      const from = Object.keys(cells).find((each) => cells[each].some((card) => card.id === id));
      if (!from || from === status) continue;
      const card = cells[from].find((each) => each.id === id);
      cells[from] = cells[from].filter((each) => each !== card);
      cells[status] = [...(cells[status] ?? []), card].sort((a, b) => a.order - b.order);
      counts[from] -= 1;
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return { ...lane, cells, counts };
  });
}

function findCard(lanes, id) {
  for (const lane of lanes) {
    for (const [status, cards] of Object.entries(lane.cells)) {
      const card = cards.find((each) => each.id === id);
      if (card) return { card, status };
    }
  }
  return null;
}

function describeColumn(board, status) {
  const at = board.data.statuses.findIndex((each) => each.id === status);
  return `${board.data.statuses[at].word}, column ${at + 1} of ${board.data.statuses.length}`;
}

function say(board, words) {
  board.said.textContent = words;
}

// The lanes as they are to be seen: what was sent and not answered yet counts as done.
function seeLanes(board) {
  return applyMoves(board.data.lanes, board.sent);
}

// Moves a card for good: it is shown at once, and sent with every move that was not answered yet.
function moveCard(board, id, status) {
  board.lifted = null;
  board.menu = "";
  const at = findCard(seeLanes(board), id);
  if (at && at.status !== status) {
    board.number = Math.max(board.number, board.data.heard) + 1;
    board.sent = [...board.sent, { n: board.number, id, status, version: at.card.version }];
    board.moved = id;
    board.kept.add(id);
    say(board, `${id} moved to ${describeColumn(board, status)}.`);
    board.send("moves", board.sent);
  }
  drawBoard(board);
}

function liftCard(board, id) {
  const at = findCard(seeLanes(board), id);
  if (!at) return;
  board.lifted = { id, status: at.status };
  say(
    board,
    `${id} lifted. ${describeColumn(board, at.status)}. The arrow keys move it, Space drops it, Escape puts it back.`,
  );
  drawBoard(board);
}

function putBack(board) {
  const { id } = board.lifted;
  board.lifted = null;
  say(board, `${id} is back in ${describeColumn(board, findCard(seeLanes(board), id).status)}.`);
  drawBoard(board);
}

function shiftLifted(board, by) {
  const ids = board.data.statuses.map((status) => status.id);
  const at = ids.indexOf(board.lifted.status) + by;
  if (at < 0 || at >= ids.length) return;
  board.lifted = { ...board.lifted, status: ids[at] };
  say(board, describeColumn(board, ids[at]));
  drawBoard(board);
}

function pressKey(board, id, event) {
  if (!board.data.movable) return;
  const isLifted = board.lifted?.id === id;
  const act = isLifted
    ? {
        " ": () => moveCard(board, id, board.lifted.status),
        Enter: () => moveCard(board, id, board.lifted.status),
        Escape: () => putBack(board),
        ArrowLeft: () => shiftLifted(board, -1),
        ArrowRight: () => shiftLifted(board, 1),
      }[event.key]
    : { " ": () => liftCard(board, id) }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// The column under the pointer, by its head: a card is moved sideways, whatever its height.
function findColumn(board, x) {
  const heads = [...board.body.querySelectorAll(".heads > h2")];
  const at = heads.findIndex((head) => x <= head.getBoundingClientRect().right);
  return board.data.statuses[at < 0 ? heads.length - 1 : at].id;
}

function markTarget(board, entry, status) {
  for (const node of board.body.querySelectorAll(".target")) node.classList.remove("target");
  if (!status) return;
  const lane = entry.closest(".lane");
  lane.querySelector(`[data-status="${CSS.escape(status)}"]`).classList.add("target");
  board.body.querySelector(`.heads [data-status="${CSS.escape(status)}"]`).classList.add("target");
}

// While the pointer is down a card follows it; it is moved when it is let go over another column.
function followPointer(board, button, entry, id) {
  button.addEventListener("pointerdown", (down) => {
    if (down.button || !board.data.movable) return;
    const drag = new AbortController();
    const listen = (target, type, act) => target.addEventListener(type, act, { signal: drag.signal });
    const end = (status) => {
      drag.abort();
      const hasMoved = board.drag !== null;
      board.drag = null;
      if (!hasMoved) return;
      // The press that ends a drag is no click.
      board.dropped = true;
      setTimeout(() => (board.dropped = false));
      // What has the focus is brought into view, and a card may go far down its column.
      button.blur();
      if (status) moveCard(board, id, status);
      else drawBoard(board);
    };
    listen(button, "pointermove", (event) => {
      const x = event.clientX - down.clientX;
      const y = event.clientY - down.clientY;
      if (!board.drag) {
        if (Math.hypot(x, y) < DRAG_PX) return;
        button.setPointerCapture?.(down.pointerId);
        board.drag = id;
        entry.classList.add("dragged");
      }
      entry.style.transform = `translate(${x}px, ${y}px)`;
      markTarget(board, entry, findColumn(board, event.clientX));
    });
    listen(button, "pointerup", (event) => end(findColumn(board, event.clientX)));
    listen(button, "pointercancel", () => end(""));
    listen(document, "keydown", (event) => {
      if (event.key === "Escape") end("");
    });
  });
}

function makeCard(board, item, status) {
  const signal = board.data.signals[status.colour];
  const isLifted = board.lifted?.id === item.id;
  const card = makeButton("card", undefined, () => board.dropped || board.send("click", item.id));
  card.dataset.id = item.id;
  card.style.borderLeftColor = signal.text;
  card.title = item.tip;
  card.setAttribute("aria-label", item.tip);
  if (board.data.open === item.id) card.setAttribute("aria-current", "true");
  if (board.data.movable) card.setAttribute("aria-describedby", "hint");
  if (isLifted) card.setAttribute("aria-pressed", "true");
  card.onkeydown = (event) => pressKey(board, item.id, event);
  const head = makeElement("span", "line");
  const ref = makeElement("span", "ref", `${status.shape} ${item.ref}`);
  ref.style.color = signal.text;
  head.append(ref, makeElement("span", "lead", item.lead));
  card.append(head, makeElement("span", "text", item.text));
  if (item.due || item.updated) {
    const foot = makeElement("span", "line foot");
    if (item.due) foot.append(makeElement("span", item.late ? "late" : "due", item.due));
    if (item.updated) foot.append(makeElement("span", "updated quiet", item.updated));
    card.append(foot);
  }
  return card;
}

function closeMenu(board, id) {
  board.menu = "";
  drawBoard(board);
  board.body.querySelector(`[data-id="${CSS.escape(`${id} menu`)}"]`)?.focus();
}

function makeMenu(board, item, status) {
  const menu = makeElement("div", "menu");
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", `Status of ${item.ref}`);
  const options = board.data.statuses.map((each) => {
    const option = makeButton("", `${each.shape} ${each.word}`, () => {
      moveCard(board, item.id, each.id);
      board.body.querySelector(`[data-id="${CSS.escape(item.id)}"]`)?.focus();
    });
    option.dataset.id = `${item.id} ${each.id}`;
    option.setAttribute("role", "menuitemradio");
    option.setAttribute("aria-checked", String(each.id === status.id));
    option.tabIndex = -1;
    return option;
  });
  menu.append(...options);
  menu.onkeydown = (event) => {
    const at = options.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: options.length - 1 }[event.key];
    if (to !== undefined) options[(to + options.length) % options.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") closeMenu(board, item.id);
    else return;
    event.preventDefault();
  };
  menu.addEventListener("focusout", (event) => {
    if (board.isDrawing || board.menu !== item.id || menu.contains(event.relatedTarget)) return;
    board.menu = "";
    menu.remove();
  });
  return menu;
}

function makePicker(board, item) {
  const pick = makeButton("pick", "▾", () => {
    board.menu = board.menu === item.id ? "" : item.id;
    drawBoard(board);
    board.body.querySelector('.menu [aria-checked="true"]')?.focus();
  });
  // While the menu is open its loss of the focus would close it before this click does.
  pick.onpointerdown = (event) => board.menu && event.preventDefault();
  pick.dataset.id = `${item.id} menu`;
  pick.title = `Set the status of ${item.ref}`;
  pick.setAttribute("aria-label", pick.title);
  pick.setAttribute("aria-haspopup", "menu");
  pick.setAttribute("aria-expanded", String(board.menu === item.id));
  return pick;
}

function makeEntry(board, item, status) {
  const entry = makeElement("li");
  if (board.data.open === item.id) entry.classList.add("open");
  if (board.moved === item.id) entry.classList.add("moved");
  if (board.lifted?.id === item.id) entry.classList.add("lifted");
  const card = makeCard(board, item, status);
  entry.append(card);
  if (board.data.movable) {
    entry.append(makePicker(board, item));
    if (board.menu === item.id) entry.append(makeMenu(board, item, status));
    followPointer(board, card, entry, item.id);
  }
  return entry;
}

// What of a cell is folded away at first. A card that was moved, lifted or opened is always in sight.
function foldEntries(board, lane, cards, status) {
  const most = Math.max(FEWEST_CARDS, Math.floor(MOST_CARDS / board.data.lanes.length));
  const key = `${lane.title} ${status.id}`;
  const isKept = ({ id }) => board.kept.has(id) || id === board.data.open || id === board.lifted?.id;
  const folded = cards.filter((item, i) => i >= most && !isKept(item));
  return { key, folded: board.unfolded.has(key) || folded.length === 1 ? [] : folded };
}

function makeCell(board, lane, status) {
  const cards = lane.cells[status.id] ?? [];
  const { key, folded } = foldEntries(board, lane, cards, status);
  const cell = makeElement("ul", "cell");
  cell.dataset.status = status.id;
  cell.setAttribute("aria-label", [lane.title, status.word].filter(Boolean).join(", "));
  for (const item of cards) {
    const entry = makeEntry(board, item, status);
    if (folded.includes(item)) entry.classList.add("folded");
    cell.append(entry);
  }
  const unsent = (lane.counts[status.id] ?? 0) - cards.length;
  if (folded.length) {
    const more = makeElement("li");
    more.append(
      makeButton("more", `Show ${folded.length} more`, () => {
        board.unfolded.add(key);
        drawBoard(board);
        board.body.querySelector(`[data-id="${CSS.escape(folded[0].id)}"]`)?.focus();
      }),
    );
    cell.append(more);
  }
  if (unsent > 0) cell.append(makeElement("li", "more", `and ${unsent} more: filter, or see the table`));
  return cell;
}

function makeLane(board, lane) {
  const section = makeElement("section", "lane");
  if (lane.title) {
    const title = makeElement("h3", "", lane.title);
    title.append(makeElement("span", "", ` · ${lane.summary}`));
    section.append(title);
  }
  const columns = makeElement("div", "columns");
  columns.append(...board.data.statuses.map((status) => makeCell(board, lane, status)));
  section.append(columns);
  return section;
}

function makeHeads(board, lanes) {
  const heads = makeElement("div", "columns heads");
  for (const status of board.data.statuses) {
    const count = lanes.reduce((sum, lane) => sum + (lane.counts[status.id] ?? 0), 0);
    const head = makeElement("h2");
    head.dataset.status = status.id;
    head.style.borderBottomColor = board.data.signals[status.colour].text;
    head.append(
      makeElement("span", "", `${status.shape} ${status.word}`),
      makeElement("span", "count", String(count)),
    );
    heads.append(head);
  }
  return heads;
}

// How far down what stays in sight reaches: the line above the board, else the bar of the page. The heads
// stay below it.
function measureBar(frame) {
  const page = frame.ownerDocument;
  const above = page.querySelector(".st-key-board_line") ?? page.querySelector(".st-key-filter_bar");
  const fixed = above?.parentElement;
  const top = fixed?.offsetHeight ? Number.parseFloat(getComputedStyle(fixed).top) || 0 : 0;
  // A little above its edge, so that no card shows between.
  const bottom = top + (fixed?.offsetHeight ?? 0) - 1;
  frame.style.setProperty("--bar-bottom", `${Math.max(0, bottom)}px`);
}

function drawBoard(board) {
  const root = board.frame.getRootNode();
  const seen = seeLanes(board);
  const lanes = board.lifted ? applyMoves(seen, [board.lifted]) : seen;
  board.body.classList.toggle("movable", board.data.movable);
  board.body.classList.toggle("tight", board.frame.clientWidth < TIGHT_PX);
  measureBar(board.frame);
  board.isDrawing = true;
  const id = root.activeElement?.closest?.("[data-id]")?.dataset.id;
  board.body.replaceChildren(makeHeads(board, lanes), ...lanes.map((lane) => makeLane(board, lane)));
  if (id) board.body.querySelector(`[data-id="${CSS.escape(id)}"]`)?.focus();
  board.isDrawing = false;
  board.moved = null;
}

// Takes what the page answers. A move that it has dealt with is what the page now shows, moved or not.
function takeAnswer(board, data) {
  board.data = data;
  // A new session counts anew: what the one before did not answer is lost.
  board.sent = data.heard < board.heard ? [] : board.sent.filter((move) => move.n > data.heard);
  board.heard = data.heard;
  if (data.outcome !== board.outcome && data.outcome) say(board, data.outcome);
  board.outcome = data.outcome;
  if (board.lifted && !findCard(data.lanes, board.lifted.id)) board.lifted = null;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const isNew = !boards.has(frame);
  const board = boards.get(frame) ?? startBoard(frame);
  board.send = setTriggerValue;
  if (isNew) board.outcome = data.outcome;
  takeAnswer(board, data);
  // A card that is being dragged is not taken from under the pointer: letting it go draws the board.
  if (!board.drag) drawBoard(board);
  redrawOnResize(parentElement, frame, () => board.drag || drawBoard(board));
}
