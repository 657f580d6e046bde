import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

const COLOURS = { line: "#12436D", page: "#FFFFFF", worse: "#B23F07", better: "#0F6E66" };

function makeTile(changes = {}) {
  return {
    id: "level",
    label: "Jan to Dec 2020",
    figure: "7,830",
    note: "65.8 per 1,000",
    text: "Jan to Dec 2020: 7,830 (65.8 per 1,000)",
    tone: "",
    ...changes,
  };
}

function draw(tiles, page = openPage("tiles")) {
  page.draw(new TextEncoder().encode(JSON.stringify({ tiles, colours: COLOURS })));
  return page;
}

const STRIP = { of: 12, place: 2, best: 1, worst: 3, text: "2nd lowest of 12; could be 1st to 3rd" };

test("a tile says its label, its figure and its note, in this order", () => {
  const { texts, find } = draw([makeTile({ tone: "better" })]);
  assert.deepEqual(texts(".label, .figure, .note"), ["Jan to Dec 2020", "7,830", "65.8 per 1,000"]);
  assert.equal(find(".tile").title, "Jan to Dec 2020: 7,830 (65.8 per 1,000)");
  assert.equal(find(".figure").style.color, rgb(COLOURS.better));
  assert.equal(find("svg"), null);
});

test("a series is a small line that ends in a mark, incomplete months are rings", () => {
  const { find, findAll } = draw([makeTile({ spark: [3, null, 5, 4], incomplete: [2] })]);
  assert.equal(find("svg").getAttribute("aria-label"), "Jan to Dec 2020: monthly counts");
  assert.equal(find("path").getAttribute("d").match(/M/g).length, 2);
  assert.deepEqual(
    findAll("circle").map((node) => node.getAttribute("fill")),
    [COLOURS.page, COLOURS.line],
  );
});

test("a place is one filled dot of so many, over the places that it could be", () => {
  const { find, findAll } = draw([makeTile({ strip: STRIP })]);
  const dots = findAll("circle");
  assert.equal(dots.length, 12);
  assert.deepEqual(
    dots.flatMap((dot, i) => (dot.getAttribute("fill") === COLOURS.line ? [i + 1] : [])),
    [2],
  );
  const [first, third] = [dots[0], dots[2]].map((dot) => dot.getAttribute("cx"));
  assert.deepEqual([find("line").getAttribute("x1"), find("line").getAttribute("x2")], [first, third]);
  assert.equal(find("svg").getAttribute("aria-label"), STRIP.text);
});

test("a strip of many places is no wider than one of 13, and its dots keep apart", () => {
  const { find, findAll } = draw([
    makeTile({ strip: { of: 33, place: 25, best: 21, worst: 28, text: "25th" } }),
  ]);
  const width = (of) => {
    const { find } = draw([makeTile({ strip: { ...STRIP, of } })]);
    return Number(find("svg").getAttribute("width"));
  };
  assert.ok(Number(find("svg").getAttribute("width")) <= width(13));
  assert.ok(width(12) < width(13));
  const dots = findAll("circle").map((dot) => ["cx", "r"].map((name) => Number(dot.getAttribute(name))));
  const others = dots.filter((_, i) => i !== 24);
  for (const [i, [x, r]] of others.entries()) {
    if (i) assert.ok(x - others[i - 1][0] > r + others[i - 1][1]);
  }
});

test("a place that is certain has no line under it", () => {
  assert.equal(draw([makeTile({ strip: { ...STRIP, best: 2, worst: 2 } })]).find("line"), null);
});

test("only a clickable tile is a button, which sends its id", () => {
  const { findAll, sent } = draw([
    makeTile(),
    makeTile({ id: "overdue", text: "8 overdue", clickable: true }),
  ]);
  const buttons = findAll("button");
  assert.deepEqual(
    buttons.map((node) => node.getAttribute("aria-label")),
    ["8 overdue"],
  );
  buttons[0].click();
  assert.deepEqual(sent, [["click", "overdue"]]);
});

test("a tile keeps the focus over the next run of the page", () => {
  const page = draw([makeTile({ clickable: true })]);
  page.find("button").focus();
  draw([makeTile({ clickable: true, figure: "9" })], page);
  assert.equal(page.root.activeElement, page.find("button"));
});

test("text is never markup", () => {
  const { findAll, texts } = draw([
    makeTile({ label: HOSTILE, figure: HOSTILE, note: HOSTILE, text: HOSTILE }),
  ]);
  assert.deepEqual(findAll("img, script"), []);
  assert.deepEqual(texts(".label, .figure, .note"), [HOSTILE, HOSTILE, HOSTILE]);
});
