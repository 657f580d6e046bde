import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

function makeTile(changes = {}) {
  return {
    id: "E05005141",
    name: "Capel",
    figure: "51.8",
    tip: "Capel\nRate: 51.8 per 1,000",
    fill: "#12436D",
    ink: "#FFFFFF",
    column: 3,
    row: 1,
    selected: false,
    ...changes,
  };
}

function draw(tiles, page = openPage("area_tiles")) {
  const data = { tiles, columns: 6, caption: "All crime by ward", border: "#F46A25" };
  page.draw(new TextEncoder().encode(JSON.stringify(data)));
  return page;
}

test("a tile stands in its cell with its name, its figure and its shade", () => {
  const { find, texts } = draw([makeTile()]);
  assert.deepEqual(texts(".name, .figure"), ["Capel", "51.8"]);
  const button = find("button");
  assert.equal(button.style.background, rgb("#12436D"));
  assert.equal(button.style.color, rgb("#FFFFFF"));
  assert.equal(find("li").style.getPropertyValue("--column"), "3");
  assert.equal(find("li").style.getPropertyValue("--row"), "1");
  assert.equal(find("ul").style.getPropertyValue("--columns"), "6");
  assert.equal(find("ul").getAttribute("aria-label"), "All crime by ward");
});

test("all its figures are its tooltip and its name to a screen reader", () => {
  const { find } = draw([makeTile({ selected: true })]);
  assert.equal(find("button").title, "Capel\nRate: 51.8 per 1,000");
  assert.equal(find("button").getAttribute("aria-label"), "Capel, Rate: 51.8 per 1,000");
  assert.equal(find("button").getAttribute("aria-pressed"), "true");
});

test("a click says which area it was on, and the focus stays through a new drawing", () => {
  const page = draw([makeTile(), makeTile({ id: "E05005137", name: "Park" })]);
  page.findAll("button")[1].click();
  assert.deepEqual(page.sent, [["click", "E05005137"]]);
  page.findAll("button")[1].focus();
  draw([makeTile(), makeTile({ id: "E05005137", name: "Park", selected: true })], page);
  assert.equal(page.root.activeElement, page.findAll("button")[1]);
});

test("what a name holds is only text", () => {
  const { texts, findAll } = draw([makeTile({ id: HOSTILE, name: HOSTILE, figure: HOSTILE, tip: HOSTILE })]);
  assert.deepEqual(texts(".name, .figure"), [HOSTILE, HOSTILE]);
  assert.deepEqual(findAll("img, script"), []);
});
