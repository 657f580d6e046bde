import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openPage, SIGNALS } from "./page.js";

const TERMS = { "EBC CST": "Example Borough Council Community Safety Team", EBC: "Example Borough Council" };

function openTable(texts, tips = [], abbreviations = TERMS) {
  const page = openPage("table");
  const cells = texts.map((text, i) => ({ text, tip: tips[i] }));
  const draw = (shown, terms = abbreviations) => {
    const data = {
      caption: "Agencies",
      columns: [{ label: "Name", sortable: true }, ...shown.slice(1).map(() => ({ label: "Words" }))],
      rows: [{ id: "a", cells: shown }],
      colours: {},
    };
    page.draw(new TextEncoder().encode(JSON.stringify(terms ? { ...data, abbreviations: terms } : data)));
  };
  draw(cells);
  return { ...page, draw, tips: () => page.findAll("abbr").map((node) => node.dataset.tip ?? node.title) };
}

describe("what an abbreviation stands for", () => {
  test("is said where it is pointed at, of a long name before those within it", () => {
    const { texts, tips, find } = openTable(["EBC CST", "With EBC, not EBCX or xEBC."]);
    assert.deepEqual(texts("abbr"), ["EBC CST", "EBC"]);
    assert.deepEqual(tips(), [
      "EBC CST: Example Borough Council Community Safety Team",
      "EBC: Example Borough Council",
    ]);
    assert.equal(find("tbody td").textContent, "With EBC, not EBCX or xEBC.");
  });

  test("comes before what the cell says itself, unless that says it too", () => {
    const { tips } = openTable(["A", "EBC", "EBC"], ["", "The lead", "Example Borough Council leads"]);
    assert.deepEqual(tips(), ["EBC: Example Borough Council\nThe lead", "EBC: Example Borough Council"]);
  });

  test("is said of what is drawn later by the element itself", async () => {
    const { texts, find, window } = openTable(["EBC"]);
    find("thead button").click();
    await new Promise((resolve) => window.setTimeout(resolve));
    assert.deepEqual(texts("abbr"), ["EBC"]);
  });

  test("is not said twice, and not of what has no abbreviation any more", () => {
    const page = openTable(["EBC"]);
    page.draw([{ text: "EBC" }]);
    assert.deepEqual(page.texts("abbr"), ["EBC"]);
    page.draw([{ text: "Police" }], null);
    assert.deepEqual(page.texts("abbr"), []);
  });

  test("is a title where an element has no tips of its own, before the title around it", () => {
    const page = openPage("timeline");
    const item = { shape: "●", colour: "green", head: "Met EBC", by: "A" };
    page.draw({ caption: "History", items: [item], signals: SIGNALS, abbreviations: TERMS });
    assert.equal(page.find("abbr").title, "EBC: Example Borough Council");
  });

  test("may hold what a pattern or markup would take for its own", () => {
    const hostile = { "A.B (C)": `<img src=x onerror="alert(1)">` };
    const { texts, tips, find } = openTable(["A.B (C) and AxB (C)"], [], hostile);
    assert.deepEqual(texts("abbr"), ["A.B (C)"]);
    assert.deepEqual(tips(), [`A.B (C): <img src=x onerror="alert(1)">`]);
    assert.equal(find("img"), null);
  });
});
