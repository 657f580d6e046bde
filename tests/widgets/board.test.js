import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOSTILE, openPage, rgb, SIGNALS } from "./page.js";

const STATUSES = [
  { id: "not started", word: "Not started", shape: "○", colour: "grey" },
  { id: "on track", word: "On track", shape: "●", colour: "green" },
  { id: "stopped", word: "Stopped", shape: "✕", colour: "grey" },
];

function makeCard(id, changes = {}) {
  return {
    id,
    ref: id,
    shape: "○",
    text: `Text of ${id}`,
    lead: "Lead",
    due: "Due 1 May 2022",
    late: false,
    updated: "3 Jan KP",
    tip: `All of ${id}`,
    order: Number(id.slice(-2)),
    version: 4,
    ...changes,
  };
}

const count = (cells) => Object.fromEntries(Object.entries(cells).map(([id, cards]) => [id, cards.length]));

function makeLane(cells, changes = {}) {
  return { title: "1 Domestic abuse", summary: "2 actions", cells, counts: count(cells), ...changes };
}

const CELLS = { "not started": [makeCard("DA-02")], "on track": [makeCard("DA-01"), makeCard("DA-03")] };

function makeData(changes = {}, cells = CELLS) {
  return {
    signals: SIGNALS,
    statuses: STATUSES,
    lanes: [makeLane(cells)],
    open: "",
    movable: true,
    heard: 0,
    outcome: "",
    ...changes,
  };
}

function openBoard(data = makeData(), options = {}) {
  const page = openPage("board", options);
  page.draw(data);
  const card = (id) => page.find(`.card[data-id="${id}"]`);
  const press = (id, key) => {
    const event = new page.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    card(id).dispatchEvent(event);
    return event.defaultPrevented;
  };
  // jsdom has no layout: three heads of 100 px each, side by side.
  const layOut = () => {
    page.findAll(".heads > h2").forEach((head, at) => {
      head.getBoundingClientRect = () => ({ left: 100 * at, right: 100 * at + 99 });
    });
  };
  const point = (target, type, x, y = 0) => {
    const event = new page.window.MouseEvent(type, { clientX: x, clientY: y, bubbles: true });
    Object.defineProperty(event, "pointerId", { value: 1 });
    target.dispatchEvent(event);
  };
  const drag = (id, from, to) => {
    layOut();
    const node = card(id);
    point(node, "pointerdown", from);
    point(node, "pointermove", (from + to) / 2);
    point(node, "pointermove", to);
    return node;
  };
  const columnOf = (id) => card(id).closest("ul").dataset.status;
  const said = () => page.find("[role=status]").textContent;
  return { ...page, card, press, point, drag, columnOf, said };
}

describe("what a board shows", () => {
  test("every column with its count, also empty ones, and the cells of every lane", () => {
    const { texts, findAll } = openBoard();
    assert.deepEqual(texts("h2, h3"), [
      "○ Not started1",
      "● On track2",
      "✕ Stopped0",
      "1 Domestic abuse · 2 actions",
    ]);
    assert.deepEqual(
      findAll("ul").map((node) => node.getAttribute("aria-label")),
      ["1 Domestic abuse, Not started", "1 Domestic abuse, On track", "1 Domestic abuse, Stopped"],
    );
  });

  test("no title over a lane without one, and counts over all lanes", () => {
    const lanes = [makeLane(CELLS, { title: "" }), makeLane({ stopped: [makeCard("DA-09")] })];
    const { findAll, find, texts } = openBoard(makeData({ lanes }));
    assert.deepEqual([findAll("h3").length, find("ul").getAttribute("aria-label")], [1, "Not started"]);
    assert.deepEqual(texts("h2 .count"), ["1", "2", "1"]);
  });

  test("each card in the column of its status, in the status's colour, with its full text to hand", () => {
    const { card, columnOf } = openBoard();
    assert.equal(columnOf("DA-01"), "on track");
    assert.equal(card("DA-01").style.borderLeftColor, rgb(SIGNALS.green.text));
    assert.deepEqual(
      [card("DA-01").title, card("DA-01").getAttribute("aria-label")],
      ["All of DA-01", "All of DA-01"],
    );
    assert.equal(card("DA-01").textContent, "● DA-01LeadText of DA-01Due 1 May 20223 Jan KP");
  });

  test("what is late apart from what is due, and no day where there is none", () => {
    const late = makeCard("DA-01", { late: true, due: "! Overdue" });
    const cells = { "on track": [late, makeCard("DA-02", { due: "" })], stopped: [makeCard("DA-03")] };
    const { texts } = openBoard(makeData({}, cells));
    assert.deepEqual([texts(".late"), texts(".due")], [["! Overdue"], ["Due 1 May 2022"]]);
  });

  test("how many cards it leaves out", () => {
    const lanes = [makeLane(CELLS, { counts: { "not started": 1, "on track": 9 } })];
    const { texts } = openBoard(makeData({ lanes }));
    assert.deepEqual(texts(".more"), ["and 7 more: filter, or see the table"]);
    assert.deepEqual(texts("h2 .count"), ["1", "9", "0"]);
  });

  test("the first cards of a long column, and the others on demand", () => {
    const cells = { "on track": Array.from({ length: 14 }, (_, i) => makeCard(`DA-${20 + i}`)) };
    const { findAll, find, root, draw } = openBoard(makeData({ lanes: [makeLane(cells)] }));
    const shown = () => findAll("li:not(.folded) > .card").length;
    assert.deepEqual([shown(), find("button.more").textContent], [11, "Show 3 more"]);
    draw(makeData({ lanes: [makeLane(cells)], open: "DA-33" }));
    assert.deepEqual([shown(), find("button.more").textContent], [12, "Show 2 more"]);
    find("button.more").click();
    assert.deepEqual([shown(), find("button.more"), root.activeElement.dataset.id], [14, null, "DA-31"]);
  });

  test("fewer of each column where there are several lanes, and a card that is moved in any case", () => {
    const many = (from) => Array.from({ length: 7 }, (_, i) => makeCard(`DA-${from + i}`));
    const lanes = [10, 30, 50].map((from) => makeLane({ "not started": many(from) }, { title: `${from}` }));
    lanes[0].cells.stopped = [makeCard("DA-09", { order: 99 })];
    const { findAll, drag, point, card } = openBoard(makeData({ lanes }));
    assert.equal(findAll("li:not(.folded) > .card").length, 13);
    point(drag("DA-09", 250, 10), "pointerup", 10);
    assert.equal(card("DA-09").parentElement.classList.contains("folded"), false);
  });

  test("which card is open beside it", () => {
    const { findAll, card } = openBoard(makeData({ open: "DA-03" }));
    assert.deepEqual(findAll(".open"), [card("DA-03").parentElement]);
    assert.equal(card("DA-03").getAttribute("aria-current"), "true");
  });

  test("less on a card where the board is narrow", () => {
    const { find, resize } = openBoard(makeData(), { width: 1200 });
    assert.equal(find(".board").classList.contains("tight"), false);
    resize(800);
    assert.equal(find(".board").classList.contains("tight"), true);
  });

  test("text is never markup", () => {
    const fields = ["text", "lead", "due", "updated", "tip"];
    const card = makeCard("DA-01", Object.fromEntries(fields.map((field) => [field, HOSTILE])));
    const lanes = [makeLane({ "on track": [card] }, { title: HOSTILE, summary: HOSTILE })];
    const { findAll, texts } = openBoard(makeData({ lanes, outcome: HOSTILE }));
    assert.deepEqual(findAll("img, script"), []);
    assert.deepEqual(texts(".text, .lead, .due, .updated"), Array(4).fill(HOSTILE));
  });
});

describe("a card", () => {
  test("sends its id when it is clicked, also after the frame was resized", () => {
    const { card, resize, sent } = openBoard();
    card("DA-02").click();
    resize(500);
    card("DA-01").click();
    assert.deepEqual(sent, [
      ["click", "DA-02"],
      ["click", "DA-01"],
    ]);
  });

  test("keeps the focus when it moves to another column", () => {
    const { draw, card, root, columnOf } = openBoard();
    card("DA-01").focus();
    draw(makeData({}, { "not started": [makeCard("DA-02"), makeCard("DA-01")] }));
    assert.deepEqual([root.activeElement?.dataset.id, columnOf("DA-01")], ["DA-01", "not started"]);
  });

  test("cannot be moved where nothing may be changed", () => {
    const { press, drag, point, find, sent, columnOf } = openBoard(makeData({ movable: false }));
    assert.equal(press("DA-02", " "), false);
    point(drag("DA-02", 10, 150), "pointerup", 150);
    assert.deepEqual([columnOf("DA-02"), sent, find(".pick")], ["not started", [], null]);
  });
});

describe("a drag", () => {
  test("moves a card at once, in its order, and sends it with the version that was seen", () => {
    const { drag, point, columnOf, texts, sent, said } = openBoard();
    point(drag("DA-02", 10, 150), "pointerup", 150);
    assert.equal(columnOf("DA-02"), "on track");
    assert.deepEqual(texts('ul[data-status="on track"] .ref'), ["● DA-01", "● DA-02", "● DA-03"]);
    assert.deepEqual(texts("h2 .count"), ["0", "3", "0"]);
    assert.deepEqual(sent, [["moves", [{ n: 1, id: "DA-02", status: "on track", version: 4 }]]]);
    assert.equal(said(), "DA-02 moved to On track, column 2 of 3.");
  });

  test("shows where the card would go, and goes back by Escape or where it came from", () => {
    const { drag, point, findAll, window, columnOf, sent } = openBoard();
    drag("DA-02", 10, 150);
    assert.deepEqual(
      findAll(".target").map((node) => node.tagName),
      ["H2", "UL"],
    );
    window.document.dispatchEvent(new window.KeyboardEvent("keydown", { key: "Escape" }));
    assert.deepEqual([findAll(".target, .dragged"), columnOf("DA-02")], [[], "not started"]);
    point(drag("DA-02", 10, 30), "pointerup", 30);
    assert.deepEqual([findAll(".target, .dragged"), sent], [[], []]);
  });

  test("is no click, and a press that hardly moves is one", () => {
    const { drag, point, card, sent } = openBoard();
    const node = drag("DA-02", 10, 150);
    point(node, "pointerup", 150);
    node.click();
    assert.deepEqual(
      sent.map(([name]) => name),
      ["moves"],
    );
    const other = openBoard();
    other.point(other.card("DA-01"), "pointerdown", 150);
    other.point(other.card("DA-01"), "pointermove", 152);
    other.point(other.card("DA-01"), "pointerup", 152);
    other.card("DA-01").click();
    assert.deepEqual(other.sent, [["click", "DA-01"]]);
    assert.ok(card("DA-02"));
  });

  test("is not disturbed by a page that is drawn meanwhile", () => {
    const { drag, draw, point, columnOf, texts } = openBoard();
    const node = drag("DA-02", 10, 150);
    draw(makeData({}, { ...CELLS, stopped: [makeCard("DA-09")] }));
    assert.equal(node.isConnected, true);
    point(node, "pointerup", 150);
    assert.deepEqual([columnOf("DA-02"), texts("h2 .count")], ["on track", ["0", "3", "1"]]);
  });
});

describe("what the page answers", () => {
  const moved = { "not started": [], "on track": [...CELLS["on track"], makeCard("DA-02", { version: 5 })] };

  test("a run that does not know of a move yet does not take it back", () => {
    const { drag, draw, point, columnOf } = openBoard();
    point(drag("DA-02", 10, 150), "pointerup", 150);
    draw(makeData());
    assert.equal(columnOf("DA-02"), "on track");
    draw(makeData({ heard: 1 }, moved));
    assert.equal(columnOf("DA-02"), "on track");
  });

  test("a move that was refused goes back, and why is read out", () => {
    const { drag, draw, point, columnOf, said } = openBoard();
    point(drag("DA-02", 10, 150), "pointerup", 150);
    draw(makeData({ heard: 1, outcome: "The plan is closed." }));
    assert.deepEqual([columnOf("DA-02"), said()], ["not started", "The plan is closed."]);
  });

  test("moves that were not answered are sent again with the next", () => {
    const { drag, draw, point, sent } = openBoard();
    point(drag("DA-02", 10, 150), "pointerup", 150);
    point(drag("DA-01", 110, 250), "pointerup", 250);
    assert.deepEqual(
      sent.map(([, moves]) => moves.map((move) => move.n)),
      [[1], [1, 2]],
    );
    draw(makeData({ heard: 2 }, moved));
    point(drag("DA-03", 110, 250), "pointerup", 250);
    assert.deepEqual(
      sent.at(-1)[1].map((move) => move.n),
      [3],
    );
  });

  test("numbers go on from those of a board that was drawn before", () => {
    const { drag, point, sent } = openBoard(makeData({ heard: 7 }));
    point(drag("DA-02", 10, 150), "pointerup", 150);
    assert.equal(sent[0][1][0].n, 8);
  });

  test("a new session has not heard of what the last one did not answer", () => {
    const { drag, draw, point, columnOf } = openBoard(makeData({ heard: 7 }));
    point(drag("DA-02", 10, 150), "pointerup", 150);
    draw(makeData({ heard: 0 }));
    assert.equal(columnOf("DA-02"), "not started");
  });
});

describe("by keyboard", () => {
  test("Space lifts a card, the arrows move it, Space drops it, and each is said", () => {
    const { press, columnOf, said, sent, card } = openBoard();
    card("DA-02").focus();
    assert.equal(press("DA-02", " "), true);
    assert.match(said(), /^DA-02 lifted\. Not started, column 1 of 3\./);
    assert.equal(card("DA-02").getAttribute("aria-pressed"), "true");
    press("DA-02", "ArrowLeft");
    press("DA-02", "ArrowRight");
    assert.deepEqual([columnOf("DA-02"), said(), sent], ["on track", "On track, column 2 of 3", []]);
    press("DA-02", " ");
    assert.deepEqual(sent, [["moves", [{ n: 1, id: "DA-02", status: "on track", version: 4 }]]]);
    assert.equal(card("DA-02").hasAttribute("aria-pressed"), false);
  });

  test("the card keeps the focus on its way", () => {
    const { press, root, card } = openBoard();
    card("DA-02").focus();
    for (const key of [" ", "ArrowRight", "ArrowRight", " "]) press("DA-02", key);
    assert.equal(root.activeElement, card("DA-02"));
  });

  test("Escape, or leaving the card, puts it back", () => {
    const { press, columnOf, said, sent, card } = openBoard();
    card("DA-02").focus();
    for (const key of [" ", "ArrowRight", "Escape"]) press("DA-02", key);
    assert.deepEqual(
      [columnOf("DA-02"), said()],
      ["not started", "DA-02 is back in Not started, column 1 of 3."],
    );
    for (const key of [" ", "ArrowRight"]) press("DA-02", key);
    card("DA-03").focus();
    assert.deepEqual([columnOf("DA-02"), sent], ["not started", []]);
  });

  test("the arrows are the page's own while no card is lifted", () => {
    const { press, columnOf } = openBoard();
    assert.equal(press("DA-02", "ArrowRight"), false);
    assert.equal(columnOf("DA-02"), "not started");
  });

  test("what it says of keys is at hand for every card", () => {
    const { card, root } = openBoard();
    assert.match(
      root.querySelector(`#${card("DA-02").getAttribute("aria-describedby")}`).textContent,
      /^Space lifts/,
    );
  });
});

describe("the menu of a card", () => {
  const openMenu = (page) => {
    page.find('[data-id="DA-02 menu"]').click();
    return page.findAll("[role=menuitemradio]");
  };

  test("has every status, the card's own marked and in focus", () => {
    const page = openBoard();
    const options = openMenu(page);
    assert.deepEqual(
      options.map((node) => [node.textContent, node.getAttribute("aria-checked")]),
      [
        ["○ Not started", "true"],
        ["● On track", "false"],
        ["✕ Stopped", "false"],
      ],
    );
    assert.equal(page.root.activeElement, options[0]);
  });

  test("sets the status that is chosen, and the card has the focus", () => {
    const page = openBoard();
    openMenu(page)[2].click();
    assert.equal(page.columnOf("DA-02"), "stopped");
    assert.deepEqual(page.sent[0][1][0], { n: 1, id: "DA-02", status: "stopped", version: 4 });
    assert.deepEqual([page.find(".menu"), page.root.activeElement], [null, page.card("DA-02")]);
  });

  test("is walked by the arrow keys and closed by Escape, which gives the focus back", () => {
    const page = openBoard();
    openMenu(page);
    const key = (name) =>
      page.root.activeElement.dispatchEvent(
        new page.window.KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
      );
    key("ArrowUp");
    assert.equal(page.root.activeElement.textContent, "✕ Stopped");
    key("ArrowDown");
    assert.equal(page.root.activeElement.textContent, "○ Not started");
    key("Escape");
    assert.deepEqual([page.find(".menu"), page.root.activeElement.dataset.id], [null, "DA-02 menu"]);
  });

  test("closes when it is left, and when its button is pressed again", () => {
    const page = openBoard();
    openMenu(page);
    page.card("DA-01").focus();
    assert.equal(page.find(".menu"), null);
    openMenu(page);
    openMenu(page);
    assert.equal(page.find(".menu"), null);
  });
});
