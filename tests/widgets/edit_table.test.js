import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage } from "./page.js";

const COLUMNS = [
  { id: "ref", label: "Reference", kind: "read", width: "6rem" },
  {
    id: "choice",
    label: "What becomes of it",
    kind: "choice",
    width: "8rem",
    options: [
      ["Carry over", "Carry over"],
      ["Adapt", "Adapt"],
      ["Retire", "Retire"],
    ],
    many: true,
    reset: "Carry over",
    edited: "Adapt",
  },
  {
    id: "reason",
    label: "Reason",
    kind: "text",
    width: "",
    only: { choice: "Retire" },
    under: "choice",
    many: true,
  },
  { id: "text", label: "Wording", kind: "long", width: "1fr" },
  { id: "due", label: "Due", kind: "text", width: "8rem", many: true },
];

function makeRow(id, changed = {}) {
  const before = { text: `Do ${id}`, due: "" };
  return {
    id,
    values: { ref: id.toUpperCase(), choice: "Carry over", ...before, ...changed },
    before,
    notes: {},
  };
}

function open({ rows = [makeRow("a"), makeRow("b"), makeRow("c")], columns = COLUMNS, canAdd = false } = {}) {
  const page = openPage("edit_table");
  page.window.structuredClone = structuredClone;
  const draw = (round = "1", given = rows) =>
    page.draw(
      new TextEncoder().encode(
        JSON.stringify({ caption: "Actions", round, columns, rows: given, can_add: canAdd }),
      ),
    );
  draw();
  const cell = (id) => page.find(`[data-id="${id}"]`);
  const type = (id, text) => {
    cell(id).value = text;
    cell(id).dispatchEvent(new page.window.Event("change"));
  };
  const paste = (id, text) => {
    const event = new page.window.Event("paste", { cancelable: true });
    event.clipboardData = { getData: () => text };
    cell(id).dispatchEvent(event);
    return event.defaultPrevented;
  };
  const last = () => JSON.parse(JSON.stringify(page.sent.at(-1)?.[1] ?? {}));
  const values = (column) => page.findAll(`[data-id$=" ${column}"]`).map((node) => node.value);
  return { ...page, draw, cell, type, paste, last, values };
}

test("what is typed is sent whole each time, and the row is adapted", () => {
  const { type, last, cell, sent } = open();
  type("a text", "In other words");
  type("b due", "ongoing");
  assert.deepEqual(last(), {
    a: { text: "In other words", choice: "Adapt" },
    b: { due: "ongoing", choice: "Adapt" },
  });
  assert.equal(sent.at(-1)[0], "edits");
  assert.equal(cell("a choice").value, "Adapt");
  assert.equal(cell("a text").title, "Before: Do a");
  assert.ok(cell("a text").classList.contains("changed"));
});

test("to carry over as it is takes back what was typed in the row", () => {
  const { type, last, cell } = open();
  type("a text", "In other words");
  type("a choice", "Carry over");
  assert.equal(cell("a text").value, "Do a");
  assert.deepEqual(last().a, { text: "Do a", choice: "Carry over", due: "" });
});

test("a reason is asked for where an action is retired, and there alone", () => {
  const { type, last, cell } = open();
  assert.equal(cell("a reason"), null);
  type("a choice", "Retire");
  type("a reason", "Not funded");
  assert.deepEqual(last().a, { choice: "Retire", reason: "Not funded" });
  type("a choice", "Adapt");
  assert.equal(cell("a reason"), null);
  type("a choice", "Retire");
  assert.equal(cell("a reason").value, "Not funded");
});

test("the field that is gone to next stays in place when another is changed", () => {
  const { type, cell, root } = open();
  const next = cell("a due");
  type("a text", "In other words");
  next.focus();
  assert.equal(cell("a due"), next);
  assert.equal(root.activeElement, next);
});

test("a run of the page keeps what is typed, and another round draws its own rows", () => {
  const { type, draw, cell, last } = open();
  type("a text", "In other words");
  draw("1", [makeRow("a", { text: "From the server" })]);
  assert.equal(cell("a text").value, "In other words");
  draw("2", [makeRow("a", { text: "From the server" })]);
  assert.equal(cell("a text").value, "From the server");
  type("a due", "ongoing");
  assert.deepEqual(last(), { a: { due: "ongoing", choice: "Adapt" } });
});

test("many rows are set at once: those that are ticked, else those that are found", () => {
  const { cell, type, last, find } = open({ rows: [makeRow("a"), makeRow("b"), makeRow("zz")] });
  cell("to").value = "Retire";
  assert.equal(cell("set").textContent, "for all 3 shown");
  cell("b tick").checked = true;
  cell("b tick").onchange();
  assert.equal(cell("set").textContent, "for 1 ticked");
  cell("set").click();
  assert.deepEqual(last(), { b: { choice: "Retire" } });
  cell("b tick").checked = false;
  cell("b tick").onchange();
  cell("find").value = "do zz";
  cell("find").oninput();
  assert.equal(cell("a text"), null);
  type("what", "due");
  cell("to").value = "2023-03-31";
  cell("set").click();
  assert.deepEqual(last().zz, { due: "2023-03-31", choice: "Adapt" });
  assert.equal(last().a, undefined);
  assert.equal(find("[role=status]").textContent, "Due is set for 1");
});

test("a reason for many reaches those that are retired alone", () => {
  const { cell, type, last } = open();
  type("a choice", "Retire");
  type("what", "reason");
  cell("to").value = "Not funded";
  cell("set").click();
  assert.deepEqual(last(), { a: { choice: "Retire", reason: "Not funded" } });
});

test("each step is taken back, a change of many in one go", () => {
  const { cell, type, last, values } = open();
  assert.equal(cell("undo").disabled, true);
  type("a text", "In other words");
  cell("to").value = "Retire";
  cell("set").click();
  assert.deepEqual(values("choice"), ["Retire", "Retire", "Retire"]);
  cell("undo").click();
  assert.deepEqual(values("choice"), ["Adapt", "Carry over", "Carry over"]);
  cell("undo").click();
  assert.deepEqual(last(), {});
  assert.equal(cell("a text").value, "Do a");
});

const NEW = [
  {
    id: "priority",
    label: "Priority",
    kind: "choice",
    width: "8rem",
    options: [
      ["1", "1 Homes"],
      ["2", "2 Roads"],
    ],
  },
  { id: "text", label: "Wording", kind: "long", width: "1fr" },
  { id: "due", label: "Due", kind: "text", width: "8rem" },
];

test("an empty row stands last, and another as soon as it is typed in", () => {
  const { type, values, last } = open({ rows: [], columns: NEW, canAdd: true });
  assert.deepEqual(values("text"), [""]);
  type("new-1 text", "Watch");
  assert.deepEqual(values("text"), ["Watch", ""]);
  assert.deepEqual(last(), { "new-1": { text: "Watch" } });
});

test("rows that are pasted fill cells to the right and down, and choices by their names", () => {
  const { paste, last, values } = open({ rows: [], columns: NEW, canAdd: true });
  assert.equal(paste("new-1 text", "one word"), false);
  assert.equal(paste("new-1 text", "Watch\t2023-01-31\nWalk\tongoing\n"), true);
  assert.deepEqual(last(), {
    "new-1": { text: "Watch", due: "2023-01-31" },
    "new-2": { text: "Walk", due: "ongoing" },
  });
  assert.deepEqual(values("text"), ["Watch", "Walk", ""]);
});

test("of thousands of rows the first are drawn, and all of them are set", () => {
  const rows = Array.from({ length: 2000 }, (_, i) => makeRow(`r${i}`));
  const { cell, values, last } = open({ rows });
  assert.equal(values("text").length, 60);
  cell("more").click();
  assert.equal(values("text").length, 120);
  cell("to").value = "Retire";
  assert.equal(cell("set").textContent, "for all 2000 shown");
  cell("set").click();
  assert.equal(Object.keys(last()).length, 2000);
});

test("what people typed is only text", () => {
  const row = makeRow("a", { ref: HOSTILE, text: HOSTILE });
  const { findAll, cell } = open({ rows: [{ ...row, notes: { ref: HOSTILE } }] });
  assert.deepEqual(findAll("img, script"), []);
  assert.equal(cell("a text").value, HOSTILE);
});
