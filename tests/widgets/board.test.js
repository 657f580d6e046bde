import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOSTILE, openPage, rgb, SIGNALS } from "./page.js";

function makeCard(id, changes = {}) {
  return {
    id,
    ref: id,
    shape: "○",
    text: `Text of ${id}`,
    lead: "Kent Police",
    due: "Due 1 May 2022",
    late: false,
    updated: "3 Jan KP",
    tip: `All of ${id}`,
    ...changes,
  };
}

const makeCards = (count) => Array.from({ length: count }, (_, i) => makeCard(`A-${i}`));

// A board of one lane with so many cards in progress and not started.
function makeData(open = [makeCard("DA-01")], waiting = [makeCard("DA-02")], changes = {}) {
  return {
    summary: "2 actions. None is finished.",
    signals: SIGNALS,
    statuses: [
      { id: "in progress", word: "In progress", shape: "●", colour: "green" },
      { id: "not started", word: "Not started", shape: "○", colour: "grey" },
      { id: "finished", word: "Finished", shape: "✔", colour: "green" },
    ],
    lanes: [
      {
        title: "1 Domestic abuse",
        summary: "2 actions",
        cells: { "in progress": open, "not started": waiting },
        counts: { "in progress": open.length, "not started": waiting.length },
        ...changes,
      },
    ],
  };
}

function openBoard(data = makeData(), options = {}) {
  const page = openPage("board", options);
  page.draw(data);
  const widths = () => page.findAll("ul.cell").map((node) => node.style.gridTemplateColumns);
  return { ...page, columnWidths: () => widths().map((width) => Number(width.match(/repeat\((\d+)/)[1])) };
}

describe("what a board shows", () => {
  test("a sentence about all, lanes with their titles, and a column for each status that has cards", () => {
    const { texts, findAll } = openBoard();
    assert.deepEqual(texts(".summary, h2, h3"), [
      "2 actions. None is finished.",
      "1 Domestic abuse · 2 actions",
      "● In progress 1",
      "○ Not started 1",
    ]);
    assert.deepEqual(
      findAll("ul").map((node) => node.getAttribute("aria-label")),
      ["1 Domestic abuse, In progress", "1 Domestic abuse, Not started"],
    );
  });

  test("no title over a lane without one", () => {
    const { findAll, find } = openBoard(makeData(undefined, undefined, { title: "" }));
    assert.deepEqual(
      findAll("h2, h3").map((node) => node.tagName),
      ["H2", "H2"],
    );
    assert.equal(find("ul").getAttribute("aria-label"), "In progress");
  });

  test("each card in the column of its status, in the status's colour, with its full text to hand", () => {
    const { find, texts } = openBoard();
    assert.deepEqual(texts('ul[aria-label$="In progress"] .card span.text'), ["Text of DA-01"]);
    const card = find(".card");
    assert.equal(card.tagName, "BUTTON");
    assert.equal(card.style.borderLeftColor, rgb(SIGNALS.green.text));
    assert.deepEqual([card.title, card.getAttribute("aria-label")], ["All of DA-01", "All of DA-01"]);
    assert.equal(card.textContent, "○ DA-01Kent PoliceText of DA-01Due 1 May 20223 Jan KP");
  });

  test("what is late apart from what is due, and no day where there is none", () => {
    const cards = [makeCard("DA-01", { late: true, due: "! Overdue" }), makeCard("DA-02", { due: "" })];
    const { texts } = openBoard(makeData(cards, [makeCard("DA-03")]));
    assert.deepEqual([texts(".late"), texts(".due")], [["! Overdue"], ["Due 1 May 2022"]]);
  });

  test("how many cards it leaves out", () => {
    const { texts } = openBoard(
      makeData(undefined, undefined, { counts: { "in progress": 8, "not started": 1 } }),
    );
    assert.deepEqual(texts(".more"), ["and 7 more: filter, or see the table"]);
    assert.deepEqual(texts("h3"), ["● In progress 8", "○ Not started 1"]);
  });

  test("text is never markup", () => {
    const card = makeCard("DA-01", {
      text: HOSTILE,
      lead: HOSTILE,
      due: HOSTILE,
      updated: HOSTILE,
      tip: HOSTILE,
    });
    const data = makeData([card], undefined, { title: HOSTILE, summary: HOSTILE });
    const { findAll, texts } = openBoard({ ...data, summary: HOSTILE });
    assert.deepEqual(findAll("img, script"), []);
    assert.deepEqual(texts(".summary, .text, .lead, .due").slice(0, 4), Array(4).fill(HOSTILE));
  });
});

describe("the room of a lane", () => {
  test("goes to the column with most cards, until all are in one row", () => {
    const { columnWidths, find } = openBoard(makeData(makeCards(4), makeCards(1)));
    assert.deepEqual(columnWidths(), [4, 1]);
    assert.equal(find(".columns").style.gridTemplateColumns, "minmax(0, 4fr) minmax(0, 1fr)");
  });

  test("is shared where it is short", () => {
    assert.deepEqual(openBoard(makeData(makeCards(6), makeCards(3)), { width: 992 }).columnWidths(), [3, 2]);
    assert.deepEqual(openBoard(makeData(makeCards(6), makeCards(3)), { width: 100 }).columnWidths(), [1, 1]);
  });

  test("takes narrower cards where a lane is high and they make it lower", () => {
    const high = makeData(makeCards(12), makeCards(1));
    assert.deepEqual(openBoard(high, { width: 690 }).columnWidths(), [3, 1]);
    assert.deepEqual(openBoard(high, { width: 600 }).columnWidths(), [2, 1]);
    assert.deepEqual(openBoard(makeData(makeCards(6), makeCards(1)), { width: 690 }).columnWidths(), [2, 1]);
  });

  test("is shared anew when the frame has another width, not for a scroll bar", () => {
    const { resize, columnWidths, find } = openBoard(makeData(makeCards(4), makeCards(1)));
    const card = find(".card");
    resize(993);
    assert.equal(find(".card"), card);
    resize(400);
    assert.deepEqual(columnWidths(), [1, 1]);
  });

  test("follows the data of the last run", () => {
    const { draw, resize, texts } = openBoard();
    draw(makeData([makeCard("DA-09")], [makeCard("DA-08")]));
    resize(400);
    assert.deepEqual(texts(".ref"), ["○ DA-09", "○ DA-08"]);
  });
});

describe("a card", () => {
  test("sends its id when it is clicked, also after the frame was resized", () => {
    const { find, resize, sent } = openBoard();
    find('.card[data-id="DA-02"]').click();
    resize(500);
    find('.card[data-id="DA-01"]').click();
    assert.deepEqual(sent, [
      ["click", "DA-02"],
      ["click", "DA-01"],
    ]);
  });

  test("is reached by the keyboard and keeps the focus when it moves to another column", () => {
    const { draw, find, root } = openBoard();
    find('.card[data-id="DA-01"]').focus();
    draw(makeData([makeCard("DA-03")], [makeCard("DA-02"), makeCard("DA-01")]));
    assert.equal(root.activeElement?.dataset.id, "DA-01");
    assert.equal(
      root.activeElement.closest("ul").getAttribute("aria-label"),
      "1 Domestic abuse, Not started",
    );
  });
});
