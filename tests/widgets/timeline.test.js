import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb, SIGNALS } from "./page.js";

const ITEM = {
  shape: "●",
  colour: "green",
  head: "2021 Q3: In progress",
  note: "Two courses held",
  by: "3 Jan, KP",
};

function openTimeline(...items) {
  const page = openPage("timeline");
  const draw = (...entries) => page.draw({ caption: "History of DA-01", signals: SIGNALS, items: entries });
  draw(...items);
  return { ...page, draw };
}

test("an entry has its mark, its head, its note and who wrote it, and nothing that it lacks", () => {
  const { find, texts } = openTimeline({ ...ITEM, value: "", link: "", remark: "", replaced: false });
  assert.equal(find("ol").getAttribute("aria-label"), "History of DA-01");
  assert.deepEqual(texts("li > *"), ["●", "2021 Q3: In progress", "Two courses held", "3 Jan, KP"]);
  assert.equal(find(".shape").getAttribute("aria-hidden"), "true");
  assert.equal(find(".shape").style.background, rgb(SIGNALS.green.fill));
});

test("an entry has its value, its link and its remark where there are any", () => {
  const { texts } = openTimeline({
    ...ITEM,
    value: "Measure: 4",
    link: "no link",
    remark: "Corrects another.",
  });
  assert.deepEqual(texts("li > *").slice(3), ["Measure: 4", "no link", "3 Jan, KP", "Corrects another."]);
});

test("what was corrected is struck through", () => {
  const { findAll } = openTimeline({ ...ITEM, replaced: true }, ITEM);
  assert.deepEqual(
    findAll("li").map((node) => node.className),
    ["replaced", ""],
  );
});

test("an address of a web page is a link that opens apart from the dashboard", () => {
  for (const link of ["https://example.org/report", "http://example.org/"]) {
    const node = openTimeline({ ...ITEM, link }).find("a");
    assert.deepEqual([node.href, node.textContent], [link, link]);
    assert.deepEqual([node.target, node.rel], ["_blank", "noopener noreferrer"]);
  }
});

test("no other address is a link, whatever it would run", () => {
  const addresses = [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "see folder 3",
    "//x",
    HOSTILE,
  ];
  for (const link of addresses) {
    const { findAll, texts } = openTimeline({ ...ITEM, link });
    assert.deepEqual(findAll("a, img, script"), [], link);
    assert.equal(texts("li > span")[1], link);
  }
});

test("an update that may be corrected has a button that sends its id", () => {
  const { findAll, find, sent } = openTimeline({ ...ITEM, correct: "u-7" }, ITEM);
  assert.equal(findAll("button").length, 1);
  assert.equal(find("button").getAttribute("aria-label"), "Correct the update: 2021 Q3: In progress");
  find("button").click();
  assert.deepEqual(sent, [["click", "u-7"]]);
});

test("the button keeps the focus over the next run of the page", () => {
  const { draw, find, root } = openTimeline({ ...ITEM, correct: "u-7" });
  find("button").focus();
  draw(ITEM, { ...ITEM, correct: "u-7" });
  assert.equal(root.activeElement, find("button"));
});

test("text is never markup", () => {
  const { findAll, texts } = openTimeline({
    ...ITEM,
    head: HOSTILE,
    note: HOSTILE,
    by: HOSTILE,
    remark: HOSTILE,
  });
  assert.deepEqual(findAll("img, script"), []);
  assert.deepEqual(texts("li > div"), Array(4).fill(HOSTILE));
});
