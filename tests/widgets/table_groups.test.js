import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage } from "./page.js";

const COLUMNS = [
  { label: "Reference", numeric: false },
  { label: "Action", numeric: false, wrap: true },
];

function makeGroup(id, rows, changed = {}) {
  return {
    id,
    title: `Team ${id}`,
    note: `${rows} due`,
    tip: "",
    text: `Dear ${id}`,
    columns: COLUMNS,
    clickable: "Click to open",
    rows: Array.from({ length: rows }, (_, i) => ({
      id: `${id}-${i}`,
      cells: [{ text: `${id}-${i}` }, { text: "Help", tone: i ? "" : "red", tip: "In full" }],
    })),
    ...changed,
  };
}

function open(groups) {
  const page = openPage("table_groups");
  const copies = [];
  const writeText = async (text) => copies.push(text);
  Object.defineProperty(page.window.navigator, "clipboard", { value: { writeText } });
  page.window.setTimeout = (callback) => copies.push(callback);
  const data = { caption: "Due", copy: "Copy reminder", done: "Copied", colours: { red: "#b00" }, groups };
  const draw = (given = groups) =>
    page.draw(new TextEncoder().encode(JSON.stringify({ ...data, groups: given })));
  draw();
  const button = (id) => page.find(`[data-id="${id}"]`);
  const isOpen = () => page.findAll("section").map((node) => node.querySelector("table") !== null);
  return { ...page, draw, copies, button, isOpen };
}

test("the first group is open however long it is, and short ones after it", () => {
  assert.deepEqual(open([makeGroup("a", 30), makeGroup("b", 1)]).isOpen(), [true, false]);
  assert.deepEqual(open([makeGroup("a", 5), makeGroup("b", 5), makeGroup("c", 20)]).isOpen(), [
    true,
    true,
    false,
  ]);
});

test("a heading opens and closes its group, and the next run of the page leaves it so", () => {
  const { button, isOpen, draw, root } = open([makeGroup("a", 30), makeGroup("b", 1)]);
  button("toggle b").click();
  assert.deepEqual(isOpen(), [true, true]);
  assert.equal(button("toggle b").getAttribute("aria-expanded"), "true");
  button("toggle a").focus();
  button("toggle a").click();
  assert.equal(root.activeElement.dataset.id, "toggle a");
  draw();
  assert.deepEqual(isOpen(), [false, true]);
});

test("of a long group the first rows are shown until all are asked for", () => {
  const { findAll, button } = open([makeGroup("a", 30)]);
  assert.equal(findAll("tbody tr").length, 25);
  assert.equal(button("more a").textContent, "Show all 30");
  button("more a").click();
  assert.equal(findAll("tbody tr").length, 30);
});

test("a click on a row sends its action", () => {
  const { find, button, sent } = open([makeGroup("a", 2)]);
  find("tbody td").click();
  button("row a a-1").click();
  assert.deepEqual(sent, [
    ["click", "a-0"],
    ["click", "a-1"],
  ]);
});

test("the button copies the text of its group, says so, and sends nothing", async () => {
  const { button, copies, sent } = open([makeGroup("a", 1), makeGroup("b", 1, { text: "Dear\nB" })]);
  const copy = button("copy b");
  assert.equal(copy.getAttribute("aria-label"), "Copy reminder: Team b");
  await copy.onclick();
  assert.equal(copies[0], "Dear\nB");
  assert.deepEqual([copy.textContent, copy.getAttribute("aria-label")], ["Copied", "Copied"]);
  copies[1]();
  assert.deepEqual(
    [copy.textContent, copy.getAttribute("aria-label")],
    ["Copy reminder", "Copy reminder: Team b"],
  );
  assert.deepEqual(sent, []);
});

test("where there is nothing to copy there is no button", () => {
  assert.equal(open([makeGroup("a", 1, { text: "" })]).button("copy a"), null);
});

test("what people typed is only text", () => {
  const { findAll, find } = open([
    makeGroup("a", 1, {
      title: HOSTILE,
      note: HOSTILE,
      rows: [{ id: "x", cells: [{ text: HOSTILE }, { text: HOSTILE }] }],
    }),
  ]);
  assert.deepEqual(findAll("img, script"), []);
  assert.equal(find("td").textContent, HOSTILE);
});
