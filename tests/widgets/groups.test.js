import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

const COLOURS = { line: "#12436D", page: "#FFFFFF", worse: "#B23F07", better: "#0F6E66" };

function makeEntry(changes = {}) {
  return {
    id: "asb",
    label: "ASB incidents",
    figure: "+58.0%",
    text: "ASB incidents rose by 864",
    tone: "worse",
    selected: false,
    spark: [1, 2, 3],
    incomplete: [],
    ...changes,
  };
}

function makeGroups() {
  return [
    { title: "▲ Up", note: "", entries: [makeEntry()] },
    {
      title: "▼ Down",
      note: "1 more in the table",
      entries: [
        makeEntry({ id: "robbery", label: "Robbery", figure: "−41.8%", tone: "", selected: true, spark: [] }),
      ],
    },
    { title: "○ No clear change", note: "None", entries: [] },
  ];
}

function draw(groups = makeGroups(), page = openPage("groups")) {
  const data = { groups, caption: "Crime types by the way they went", colours: COLOURS };
  page.draw(new TextEncoder().encode(JSON.stringify(data)));
  return page;
}

test("each column has its heading, its entries and its note", () => {
  const { findAll, find, texts } = draw();
  assert.equal(find(".groups").getAttribute("aria-label"), "Crime types by the way they went");
  assert.deepEqual(texts("h2"), ["▲ Up", "▼ Down", "○ No clear change"]);
  assert.deepEqual(
    findAll("section").map((node) => node.querySelectorAll("li").length),
    [1, 1, 0],
  );
  assert.deepEqual(texts("p"), ["1 more in the table", "None"]);
});

test("an entry has its name, its line and its figure, and says all of it to a screen reader", () => {
  const { findAll, texts } = draw();
  assert.deepEqual(texts(".label"), ["ASB incidents", "Robbery"]);
  assert.deepEqual(texts(".figure"), ["+58.0%", "−41.8%"]);
  const [first, second] = findAll("button");
  assert.deepEqual(
    [first.title, first.getAttribute("aria-label")],
    Array(2).fill("ASB incidents rose by 864"),
  );
  assert.deepEqual([first.querySelectorAll("svg").length, second.querySelectorAll("svg").length], [1, 0]);
  assert.deepEqual(
    findAll(".figure").map((node) => node.style.color),
    [rgb(COLOURS.worse), ""],
  );
});

test("a click sends the id of the entry; the one selected is pressed", () => {
  const { findAll, sent } = draw();
  for (const button of findAll("button")) button.click();
  assert.deepEqual(sent, [
    ["click", "asb"],
    ["click", "robbery"],
  ]);
  assert.deepEqual(
    findAll('[aria-pressed="true"]').map((node) => node.dataset.id),
    ["robbery"],
  );
});

test("an entry keeps the focus over the next run of the page", () => {
  const page = draw();
  page.findAll("button")[1].focus();
  draw(makeGroups(), page);
  assert.equal(page.root.activeElement, page.findAll("button")[1]);
});

test("text is never markup", () => {
  const entry = makeEntry({ id: HOSTILE, label: HOSTILE, figure: HOSTILE, text: HOSTILE });
  const { findAll, texts } = draw([{ title: HOSTILE, note: HOSTILE, entries: [entry] }]);
  assert.deepEqual(findAll("img, script"), []);
  assert.deepEqual(texts("h2, p, .label, .figure"), Array(4).fill(HOSTILE));
});
