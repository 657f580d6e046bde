import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOSTILE, openPage } from "./page.js";

const ROW_PX = 40;

function makeRows(names = ["Crime", "Trend", "Plan"]) {
  return names.map((name) => ({
    id: name.toLowerCase(),
    included: true,
    title: "",
    usual: name,
    about: `All of ${name}`,
  }));
}

function openList(entries = makeRows()) {
  const page = openPage("order_list");
  page.draw({ caption: "Sections", entries });
  const titles = () => page.findAll(".title").map((node) => node.value || node.placeholder);
  const last = () => page.sent.at(-1)?.[1];
  const control = (id) => page.find(`[data-id="${id}"]`);
  // jsdom has no layout: rows of one height stand below each other, as they are at that moment.
  for (const name of ["getBoundingClientRect"]) {
    page.window.HTMLLIElement.prototype[name] = function () {
      const top = [...this.parentElement.children].indexOf(this) * ROW_PX;
      return { top, bottom: top + ROW_PX };
    };
  }
  const point = (node, type, clientY) => {
    const event = new page.window.MouseEvent(type, { clientY, button: 0, bubbles: true, cancelable: true });
    node.dispatchEvent(event);
  };
  const press = (node, key) =>
    node.dispatchEvent(new page.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  return { ...page, titles, last, control, point, press };
}

const ids = (rows) => rows.map((row) => row.id);

describe("what a list shows", () => {
  test("a row each with its usual name, what it is, and controls with names", () => {
    const { titles, texts, control, find } = openList();
    assert.deepEqual(titles(), ["Crime", "Trend", "Plan"]);
    assert.deepEqual(texts(".about"), ["All of Crime", "All of Trend", "All of Plan"]);
    assert.equal(find("ol").getAttribute("aria-label"), "Sections");
    assert.equal(control("crime tick").getAttribute("aria-label"), "Include Crime");
    assert.equal(control("crime title").getAttribute("aria-label"), "Title of Crime");
    assert.equal(control("trend up").getAttribute("aria-label"), "Move Trend up");
  });

  test("the first cannot go up nor the last down", () => {
    const { control } = openList();
    assert.ok(control("crime up").disabled);
    assert.ok(control("plan down").disabled);
    assert.ok(!control("plan up").disabled);
  });

  test("text is shown as text", () => {
    const { find, titles, root } = openList([{ ...makeRows()[0], title: HOSTILE, about: HOSTILE }]);
    assert.deepEqual(titles(), [HOSTILE]);
    assert.equal(find(".about").textContent, HOSTILE);
    assert.equal(root.querySelector("img, script"), null);
  });
});

describe("putting it in order", () => {
  test("by the buttons, and the whole list is sent", () => {
    const { control, last, titles } = openList();
    control("crime down").click();
    assert.deepEqual(titles(), ["Trend", "Crime", "Plan"]);
    assert.deepEqual(last(), [
      { id: "trend", included: true, title: "" },
      { id: "crime", included: true, title: "" },
      { id: "plan", included: true, title: "" },
    ]);
  });

  test("by the arrow keys on the handle, which keeps the focus; it is said where the row stands", () => {
    const { control, press, titles, find, root } = openList();
    control("plan handle").focus();
    press(control("plan handle"), "ArrowUp");
    press(control("plan handle"), "ArrowUp");
    press(control("plan handle"), "ArrowUp");
    assert.deepEqual(titles(), ["Plan", "Crime", "Trend"]);
    assert.equal(root.activeElement.dataset.id, "plan handle");
    assert.equal(find("[role=status]").textContent, "Plan is number 1 of 3");
  });

  test("by dragging, which is sent once, when it is let go", () => {
    const { control, point, titles, sent, last } = openList();
    const handle = control("crime handle");
    point(handle, "pointerdown", 10);
    point(handle, "pointermove", 70);
    assert.deepEqual(titles(), ["Trend", "Crime", "Plan"]);
    point(handle, "pointermove", 130);
    assert.deepEqual(titles(), ["Trend", "Plan", "Crime"]);
    assert.deepEqual(sent, []);
    point(handle, "pointerup", 130);
    assert.equal(sent.length, 1);
    assert.deepEqual(ids(last()), ["trend", "plan", "crime"]);
  });

  test("a drag that ends where it began, or is broken off, sends nothing", () => {
    const { control, point, titles, sent } = openList();
    for (const [y, end] of [
      [10, "pointerup"],
      [130, "pointercancel"],
    ]) {
      point(control("crime handle"), "pointerdown", 10);
      point(control("crime handle"), "pointermove", y);
      point(control("crime handle"), end, y);
    }
    assert.deepEqual(titles(), ["Crime", "Trend", "Plan"]);
    assert.deepEqual(sent, []);
  });
});

describe("ticking and renaming", () => {
  test("a row that is left out stays in its place", () => {
    const { control, last, find } = openList();
    control("crime tick").click();
    assert.deepEqual(last()[0], { id: "crime", included: false, title: "" });
    assert.ok(find(".entry").classList.contains("left-out"));
    control("crime tick").click();
    assert.equal(last()[0].included, true);
  });

  test("a title of one's own; none, or the usual one, is the usual one", () => {
    const { control, last, window } = openList();
    const rename = (text) => {
      control("trend title").value = text;
      control("trend title").dispatchEvent(new window.Event("change"));
      return last()[1].title;
    };
    assert.equal(rename(" Three years "), "Three years");
    assert.equal(control("trend tick").getAttribute("aria-label"), "Include Three years");
    assert.equal(rename("Trend"), "");
    assert.equal(rename("Other"), "Other");
    assert.equal(rename("  "), "");
  });

  test("a change after others holds them all", () => {
    const { control, last } = openList();
    control("crime down").click();
    control("plan tick").click();
    control("trend down").click();
    assert.deepEqual(
      last().map((row) => [row.id, row.included]),
      [
        ["crime", true],
        ["trend", true],
        ["plan", false],
      ],
    );
  });
});

describe("while a run of the page is still on its way", () => {
  const states = (rows) => rows.map((row) => ({ ...makeRows([row.id])[0], ...row, usual: row.id }));

  test("the answer to an earlier change does not take back a later one", () => {
    const { control, draw, sent, titles } = openList();
    control("crime down").click();
    control("crime down").click();
    const [first, second] = sent.map(([, rows]) => rows);
    draw({ caption: "Sections", entries: states(first) });
    assert.deepEqual(titles(), ["Trend", "Plan", "Crime"]);
    draw({ caption: "Sections", entries: states(second) });
    draw({ caption: "Sections", entries: states(first) });
    assert.deepEqual(titles(), ["trend", "crime", "plan"]);
  });

  test("a title that is being typed stays, and counts when it is left", () => {
    const { control, draw, last, window, root } = openList();
    control("plan title").focus();
    control("plan title").value = "Part tw";
    draw({ caption: "Sections", entries: makeRows(["Plan", "Crime"]) });
    assert.equal(root.activeElement, control("plan title"));
    assert.equal(control("plan title").value, "Part tw");
    control("plan title").value = "Part two";
    control("plan title").dispatchEvent(new window.Event("blur"));
    assert.deepEqual(last()[0], { id: "plan", included: true, title: "Part two" });
  });

  test("a row that is being dragged stays under the pointer", () => {
    const { control, draw, point, titles, last } = openList();
    point(control("crime handle"), "pointerdown", 10);
    point(control("crime handle"), "pointermove", 70);
    draw({ caption: "Sections", entries: makeRows() });
    assert.deepEqual(titles(), ["Trend", "Crime", "Plan"]);
    point(control("crime handle"), "pointerup", 70);
    assert.deepEqual(ids(last()), ["trend", "crime", "plan"]);
  });

  test("what is read out stays in its place", () => {
    const { control, draw, find } = openList();
    const said = find("[role=status]");
    control("crime down").click();
    draw({ caption: "Sections", entries: makeRows(["Trend", "Crime", "Plan"]) });
    assert.equal(find("[role=status]"), said);
    assert.equal(said.textContent, "Crime is number 2 of 3");
  });
});

test("a new run of the page draws what the page has kept", () => {
  const { draw, titles, control, root } = openList();
  control("plan handle").focus();
  draw({ caption: "Sections", entries: makeRows(["Plan", "Crime"]) });
  assert.deepEqual(titles(), ["Plan", "Crime"]);
  assert.equal(root.activeElement.dataset.id, "plan handle");
});
