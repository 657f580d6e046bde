import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb, SIGNALS } from "./page.js";

function makeData(changes = {}) {
  const part = (status, count, colour, selected) => ({
    status,
    count,
    shape: "●",
    word: "Started",
    colour,
    tip: `${count} ${status}`,
    selected,
  });
  return {
    caption: "Actions by priority",
    signals: SIGNALS,
    rows: [
      {
        id: "1",
        label: "1 Domestic abuse",
        total: 8,
        selected: false,
        parts: [part("in progress", 6, "green", true), part("not started", 2, "grey", false)],
      },
      {
        id: "2",
        label: "2 Violence",
        total: 2,
        selected: true,
        parts: [part("in progress", 2, "green", false)],
      },
    ],
    legend: ["● In progress", "○ Not started"],
    ...changes,
  };
}

function openBars(data = makeData(), options = {}) {
  const page = openPage("status_bars", options);
  page.draw(data);
  return page;
}

test("a bar is as long as its total, a part as long as its count", () => {
  const { findAll, find, texts } = openBars();
  assert.deepEqual(
    findAll(".bar").map((node) => node.style.width),
    ["100%", "25%"],
  );
  assert.deepEqual(
    findAll(".bar button").map((node) => node.style.flexGrow),
    ["6", "2", "2"],
  );
  assert.deepEqual(texts(".name, .total"), ["1 Domestic abuse", "8", "2 Violence", "2"]);
  assert.deepEqual(texts(".legend span"), ["● In progress", "○ Not started"]);
  assert.equal(find("[role=group]").getAttribute("aria-label"), "Actions by priority");
  const { background, color } = find(".bar button").style;
  assert.deepEqual([background, color], [rgb(SIGNALS.green.fill), rgb(SIGNALS.green.ink)]);
});

test("a part says its word where there is room, and all of it to a screen reader", () => {
  const { texts, find, resize } = openBars();
  assert.deepEqual(texts(".bar button"), ["● 6 Started", "● 2 Started", "● 2 Started"]);
  resize(640);
  assert.deepEqual(texts(".bar button"), ["● 6 Started", "● 2 Started", "● 2 Started"]);
  resize(630);
  assert.deepEqual(texts(".bar button"), ["● 6 Started", "● 2", "● 2"]);
  resize(100);
  assert.deepEqual(texts(".bar button"), ["● 6", "● 2", "● 2"]);
  const part = find(".bar button");
  assert.deepEqual([part.title, part.getAttribute("aria-label")], ["6 in progress", "6 in progress"]);
});

test("a click sends the row and the status, a click on the name the row alone", () => {
  const { findAll, sent } = openBars();
  for (const button of findAll("button")) button.click();
  assert.deepEqual(sent, [
    ["click", { id: "1", status: "" }],
    ["click", { id: "1", status: "in progress" }],
    ["click", { id: "1", status: "not started" }],
    ["click", { id: "2", status: "" }],
    ["click", { id: "2", status: "in progress" }],
  ]);
});

test("what is selected is pressed", () => {
  const { findAll } = openBars();
  assert.deepEqual(
    findAll('[aria-pressed="true"]').map((node) => node.dataset.id),
    ["1 in progress", "2"],
  );
});

test("a part keeps the focus over the next run of the page", () => {
  const { draw, findAll, root } = openBars();
  findAll("button")[2].focus();
  draw(makeData());
  assert.equal(root.activeElement, findAll("button")[2]);
});

test("bars without any action are drawn", () => {
  const { findAll } = openBars(
    makeData({ rows: [{ id: "1", label: "1", total: 0, selected: false, parts: [] }] }),
  );
  assert.equal(findAll(".bar")[0].style.width, "0%");
});

test("text is never markup", () => {
  const { findAll, texts } = openBars(
    makeData({
      legend: [HOSTILE],
      rows: [{ id: HOSTILE, label: HOSTILE, total: 0, selected: false, parts: [] }],
    }),
  );
  assert.deepEqual(findAll("img, script"), []);
  assert.deepEqual(texts(".name, .legend span"), [HOSTILE, HOSTILE]);
});
