import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

const COLOURS = { worse: "#B3261E", line: "#12436D", page: "#FFFFFF" };

function makeData(changes = {}) {
  return {
    caption: "Crime types",
    columns: [
      { label: "Type", sortable: true },
      { label: "Count", sortable: true, numeric: true, help: "Recorded" },
    ],
    rows: [
      { id: "burglary", cells: [{ text: "Burglary" }, { text: "1,200", value: 1200 }] },
      { id: "arson", cells: [{ text: "Arson" }, { text: "9", value: 9 }] },
      { id: "robbery", cells: [{ text: "Robbery" }, { text: "30", value: 30 }] },
    ],
    clickable: "Click to choose",
    colours: COLOURS,
    ...changes,
  };
}

function openTable(data = makeData()) {
  const page = openPage("table");
  const draw = (values) => page.draw(new TextEncoder().encode(JSON.stringify(values)));
  draw(data);
  return {
    ...page,
    draw,
    names: () => page.texts("tbody th"),
    heading: (i) => page.find(`thead button[data-column="${i}"]`),
    cell: (row, i) => page.find("tbody").rows[row].cells[i],
    point: (node, event = "mouseover") => node.dispatchEvent(new page.window.Event(event, { bubbles: true })),
  };
}

const oneCell = (cell, column = {}) =>
  makeData({ columns: [{ label: "Type" }, column], rows: [{ id: "a", cells: [{ text: "A" }, cell] }] });

describe("what a table shows", () => {
  test("its caption, headers and cells, each row with a header of its own", () => {
    const { texts, find, findAll, frame } = openTable();
    assert.deepEqual(texts("caption"), ["Crime types"]);
    assert.deepEqual(texts("thead th"), ["Type", "Count"]);
    assert.deepEqual(texts("tbody tr:first-child > *"), ["Burglary", "1,200"]);
    assert.equal(find("thead th").scope, "col");
    assert.deepEqual(
      findAll("tbody th").map((node) => node.scope),
      ["row", "row", "row"],
    );
    assert.match(frame.style.containIntrinsicBlockSize, /^auto 9\.3/);
  });

  test("figures, sentences, emphasis and colours as classes and styles", () => {
    const cell = { text: "9", tone: "worse", fill: "#12436D", ink: "#FFFFFF" };
    const filled = openTable(oneCell(cell, { numeric: true, wrap: true, emphasis: true })).cell(0, 1);
    assert.deepEqual([...filled.classList], ["number", "wrap", "strong", "filled"]);
    assert.equal(filled.style.background, rgb("#12436D"));
    assert.equal(filled.style.color, rgb("#FFFFFF"));
    const toned = openTable(oneCell({ text: "9", tone: "worse" })).cell(0, 1);
    assert.equal(toned.style.color, rgb(COLOURS.worse));
    assert.equal(toned.className, "");
  });

  test("headers stand upright and rows are marked where the data says so", () => {
    const [first, second, third] = makeData().rows;
    const rows = [{ ...first, selected: true }, { ...second, indent: true }, third];
    const { find, findAll } = openTable(makeData({ upright: true, rows }));
    assert.equal(find("table").className, "upright");
    assert.deepEqual(
      findAll("tbody tr").map((node) => node.className),
      ["selected clickable", "indent clickable", "clickable"],
    );
    assert.deepEqual(
      findAll("tbody button").map((node) => node.getAttribute("aria-pressed")),
      ["true", "false", "false"],
    );
  });

  test("text is never markup", () => {
    const column = { label: HOSTILE, help: HOSTILE, sortable: true };
    const row = {
      id: HOSTILE,
      cells: [
        { text: HOSTILE, tip: HOSTILE },
        { text: HOSTILE, tip: HOSTILE },
      ],
    };
    const data = makeData({ caption: HOSTILE, columns: [column, column], rows: [row], clickable: HOSTILE });
    const { draw, find, findAll, texts, point, root } = openTable(data);
    point(find("tbody th"));
    draw(makeData({ ...data, rows: [{ ...row, cells: [row.cells[0], { text: `${HOSTILE}!` }] }] }));
    assert.deepEqual(findAll("img, script"), []);
    assert.deepEqual(texts("caption, thead th, tbody th, .tip"), Array(5).fill(HOSTILE));
    assert.equal(find("tbody td").textContent, `${HOSTILE}!`);
    assert.ok(root.querySelector("tr").isConnected);
  });
});

describe("a small line in a cell", () => {
  const spark = { text: "from 4 to 2", spark: [4, null, 3, 2], incomplete: [2] };

  test("stops where a month is missing and says in words what it shows", () => {
    const { find } = openTable(oneCell(spark));
    assert.equal(find("td svg").getAttribute("aria-label"), "from 4 to 2");
    assert.match(find("td path").getAttribute("d"), /^M3\.0,3\.0M87\.0,8\.0L129\.0,13\.0$/);
  });

  test("marks the last month, and incomplete months as rings", () => {
    const { findAll } = openTable(oneCell(spark));
    assert.deepEqual(
      findAll("td circle").map((node) => node.getAttribute("fill")),
      [COLOURS.page, COLOURS.line],
    );
  });

  test("marks no last month that is missing", () => {
    assert.deepEqual(openTable(oneCell({ text: "", spark: [4, null] })).findAll("td circle"), []);
  });
});

describe("sorting by a header", () => {
  test("figures come largest first, then smallest first, then as they were", () => {
    const { heading, names, find } = openTable();
    const original = names();
    const sort = () => find("thead th:nth-child(2)").getAttribute("aria-sort");
    assert.equal(sort(), "none");
    heading(1).click();
    assert.deepEqual([names(), sort()], [["Burglary", "Robbery", "Arson"], "descending"]);
    heading(1).click();
    assert.deepEqual([names(), sort()], [["Arson", "Robbery", "Burglary"], "ascending"]);
    heading(1).click();
    assert.deepEqual([names(), sort()], [original, "none"]);
  });

  test("text comes from A to Z first, whatever the case", () => {
    const rows = ["b", "a", "C"].map((text) => ({ id: text, cells: [{ text }, { text: "1" }] }));
    const { heading, names } = openTable(makeData({ rows }));
    heading(0).click();
    assert.deepEqual(names(), ["a", "b", "C"]);
    heading(0).click();
    assert.deepEqual(names(), ["C", "b", "a"]);
  });

  test("an empty cell comes last from the smallest on", () => {
    const rows = [
      { id: "two", cells: [{ text: "two" }, { text: "2", value: 2 }] },
      { id: "empty", cells: [{ text: "empty" }, {}] },
      { id: "ten", cells: [{ text: "ten" }, { text: "10", value: 10 }] },
    ];
    const { heading, names } = openTable(makeData({ rows }));
    heading(1).click();
    heading(1).click();
    assert.deepEqual(names(), ["two", "ten", "empty"]);
  });

  test("stays over the next run of the page, by its column", () => {
    const { draw, heading, names } = openTable();
    heading(1).click();
    const [burglary, ...others] = makeData().rows;
    const fewer = { ...burglary, cells: [burglary.cells[0], { text: "1", value: 1 }] };
    draw(makeData({ rows: [fewer, ...others] }));
    assert.deepEqual(names(), ["Robbery", "Arson", "Burglary"]);
  });

  test("leaves the focus on the header and sends nothing", () => {
    const { heading, root, sent } = openTable();
    heading(1).focus();
    heading(1).click();
    assert.equal(root.activeElement, heading(1));
    assert.deepEqual(sent, []);
  });

  test("is not offered where a column does not sort", () => {
    const { findAll } = openTable(makeData({ columns: [{ label: "Type" }, { label: "Count" }] }));
    assert.deepEqual(findAll("thead button, [aria-sort]"), []);
  });
});

describe("clicking a row", () => {
  test("sends its id once, from any of its cells and from its button", () => {
    const { find, sent } = openTable();
    find('tr[data-id="arson"] td span').click();
    find('tr[data-id="robbery"] button').click();
    assert.deepEqual(sent, [
      ["click", "arson"],
      ["click", "robbery"],
    ]);
  });

  test("sends nothing where rows do nothing, and there is no button for the keyboard", () => {
    const { findAll, cell, sent } = openTable(makeData({ clickable: "" }));
    cell(0, 0).click();
    assert.deepEqual([sent, findAll("tbody button")], [[], []]);
  });

  test("keeps the focus on the row when its table is drawn anew", () => {
    const { draw, find, root } = openTable();
    find('tr[data-id="robbery"] button').focus();
    draw(makeData({ rows: makeData().rows.toReversed().slice(0, 2) }));
    assert.equal(root.activeElement, find('tr[data-id="robbery"] button'));
  });
});

describe("a new run of the page", () => {
  test("replaces the cells that changed and no other", () => {
    const { draw, cell, find, texts } = openTable();
    const [table, same, old] = [find("table"), cell(0, 1), cell(1, 1)];
    const rows = makeData().rows.map((row) => ({ ...row, cells: row.cells.map((each) => ({ ...each })) }));
    rows[1].cells[1] = { text: "10", value: 10 };
    draw(makeData({ rows, caption: "Another caption" }));
    assert.equal(find("table"), table);
    assert.equal(cell(0, 1), same);
    assert.notEqual(cell(1, 1), old);
    assert.deepEqual(texts("td, caption"), ["Another caption", "1,200", "10", "30"]);
  });

  test("moves the marking of the selected row", () => {
    const choose = (id) =>
      makeData({ rows: makeData().rows.map((row) => ({ ...row, selected: row.id === id })) });
    const { draw, findAll } = openTable(choose("burglary"));
    draw(choose("arson"));
    assert.deepEqual(
      findAll("tr.selected, button[aria-pressed=true]").map((node) => node.closest("tr").dataset.id),
      ["arson", "arson"],
    );
  });

  test("draws all anew where a row, a column or a colour is another", () => {
    const changes = [
      { rows: makeData().rows.slice(1) },
      { columns: [{ label: "Type" }, { label: "Rate" }] },
      { colours: { ...COLOURS, line: "#000000" } },
      { clickable: "" },
      { upright: true },
    ];
    for (const change of changes) {
      const { draw, find } = openTable();
      const table = find("table");
      draw(makeData(change));
      assert.notEqual(find("table"), table, JSON.stringify(change));
    }
  });
});

describe("a tooltip", () => {
  const withTip = oneCell({ text: "9", tip: "Nine recorded" });
  const isShown = (page) => page.find(".tip").classList.contains("shown");

  test("shows at the mouse what its cell, header or row says", () => {
    const page = openTable(makeData({ ...withTip, columns: makeData().columns }));
    page.point(page.find("td span"));
    assert.deepEqual([isShown(page), page.find(".tip").textContent], [true, "Nine recorded"]);
    page.point(page.heading(1));
    assert.equal(page.find(".tip").textContent, "Recorded");
    page.point(page.find("tbody th button"));
    assert.equal(page.find(".tip").textContent, "Click to choose");
  });

  test("goes with Escape, with the mouse, and over what has none", () => {
    const page = openTable(withTip);
    const { KeyboardEvent } = page.window;
    const press = (key) => page.frame.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const leavings = [
      () => press("Escape"),
      () => page.point(page.frame, "mouseleave"),
      () => page.point(page.find("caption")),
    ];
    for (const leave of leavings) {
      page.point(page.find("td span"));
      assert.ok(isShown(page));
      press("a");
      assert.ok(isShown(page));
      leave();
      assert.ok(!isShown(page));
    }
  });

  test("stays inside the window", () => {
    const page = openTable(withTip);
    const node = page.find("td span");
    const place = (left, bottom) => {
      node.getBoundingClientRect = () => ({ left, top: bottom - 20, bottom });
      page.point(node);
      return [page.find(".tip").style.left, page.find(".tip").style.top];
    };
    const { innerWidth, innerHeight } = page.window;
    assert.deepEqual(place(100, 50), ["100px", "56px"]);
    assert.deepEqual(place(-30, 50), ["8px", "56px"]);
    assert.deepEqual(place(innerWidth, innerHeight), [`${innerWidth - 12}px`, `${innerHeight - 26}px`]);
  });

  test("is one element, however often the page runs, and a tooltip to a screen reader", () => {
    const page = openTable();
    page.draw(makeData());
    assert.deepEqual(
      page.findAll(".tip").map((node) => node.getAttribute("role")),
      ["tooltip"],
    );
  });
});
