import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage } from "./page.js";

function openList() {
  const page = openPage("print_list");
  const data = {
    title: `Kent Police ${HOSTILE}`,
    detail: "As of 1 May 2022",
    columns: [{ label: "Reference" }, { label: "Action" }],
    rows: [
      { id: "DA-01", cells: [{ text: "DA-01" }, { text: HOSTILE }] },
      { id: "DA-02", cells: [{ text: "DA-02" }, {}] },
    ],
  };
  page.draw(data);
  page.draw(data);
  return { ...page, paper: () => page.document.querySelector("iframe") };
}

test("a button prints the table on a page of its own", () => {
  const { texts, find, paper, notImplemented } = openList();
  assert.deepEqual(texts("button"), ["Print this list"]);
  assert.equal(paper(), null);
  find("button").click();
  const { title, body } = paper().contentDocument;
  assert.equal(title, `Kent Police ${HOSTILE}`);
  assert.equal(body.querySelector("h1 + p").textContent, "As of 1 May 2022");
  assert.deepEqual(
    [...body.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
    [
      ["Reference", "Action"],
      ["DA-01", HOSTILE],
      ["DA-02", ""],
    ],
  );
  assert.equal(body.querySelectorAll("thead th").length, 2);
  assert.match(paper().contentDocument.head.textContent, /A4 landscape/);
  assert.deepEqual(body.querySelectorAll("img, script").length, 0);
  assert.deepEqual(notImplemented, ["Not implemented: window.print"]);
});

test("the page is taken away when it is printed", () => {
  const { find, paper } = openList();
  find("button").click();
  paper().contentWindow.onafterprint();
  assert.equal(paper(), null);
});
