import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

function makeEntry(id, changes = {}) {
  return { id, label: id, figure: "3", note: "", tip: `All of ${id}`, tone: "", selected: false, ...changes };
}

function openStrip(...entries) {
  const page = openPage("count_strip");
  page.draw({ caption: "What needs attention", colours: { red: "#A4262C" }, entries });
  return page;
}

test("a count with its label, its note and its tone, which is a button", () => {
  const { find, texts } = openStrip(
    makeEntry("Overdue", { tone: "red" }),
    makeEntry("Due", { note: "until May" }),
  );
  assert.equal(find("ul").getAttribute("aria-label"), "What needs attention");
  assert.deepEqual(texts("button"), ["3Overdue", "3Dueuntil May"]);
  assert.equal(find("button").title, "All of Overdue");
  assert.equal(find(".figure").style.color, rgb("#A4262C"));
});

test("is pressed while it filters, and sends its id", () => {
  const { findAll, sent } = openStrip(makeEntry("Overdue"), makeEntry("Due", { selected: true }));
  assert.deepEqual(
    findAll("button").map((node) => node.getAttribute("aria-pressed")),
    ["false", "true"],
  );
  for (const node of findAll("button")) node.click();
  assert.deepEqual(sent, [
    ["click", "Overdue"],
    ["click", "Due"],
  ]);
});

test("cannot be pressed where it cannot be told", () => {
  const { find, sent, texts } = openStrip(makeEntry("Changed", { figure: "" }));
  find("button").click();
  assert.deepEqual([texts(".figure"), sent], [["–"], []]);
});

test("keeps the focus when it is drawn anew", () => {
  const { draw, find, root } = openStrip(makeEntry("Overdue"), makeEntry("Due"));
  find('[data-id="Due"]').focus();
  draw({ caption: "", colours: {}, entries: [makeEntry("Overdue"), makeEntry("Due", { selected: true })] });
  assert.equal(root.activeElement.dataset.id, "Due");
});

test("text is never markup", () => {
  const { findAll } = openStrip(makeEntry("a", { label: HOSTILE, note: HOSTILE, figure: HOSTILE }));
  assert.deepEqual(findAll("img, script"), []);
});
