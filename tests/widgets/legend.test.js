import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

const CLASSES = [
  { label: "0 to 10", colour: "#D5DAE0" },
  { label: "More", colour: "#12436D" },
];

test("each class has its swatch and its words, in the order given", () => {
  const { draw, findAll, texts } = openPage("legend");
  draw({ classes: CLASSES });
  assert.deepEqual(texts("ul > li"), ["0 to 10", "More"]);
  assert.deepEqual(
    findAll(".swatch").map((node) => node.style.background),
    [rgb("#D5DAE0"), rgb("#12436D")],
  );
});

test("a sign takes the place of a swatch, in its colour, and is not read out", () => {
  const { draw, findAll, texts } = openPage("legend");
  draw({ classes: [{ label: "fatal", colour: "#12436D", sign: "▲" }] });
  const [sign] = findAll(".sign");
  assert.deepEqual([texts("li"), findAll(".swatch")], [["▲fatal"], []]);
  assert.deepEqual([sign.style.color, sign.getAttribute("aria-hidden")], [rgb("#12436D"), "true"]);
});

test("the next run of the page replaces them", () => {
  const { draw, texts } = openPage("legend");
  draw({ classes: CLASSES });
  draw({ classes: CLASSES.slice(1) });
  assert.deepEqual(texts("li"), ["More"]);
});

test("text is never markup", () => {
  const { draw, findAll, texts } = openPage("legend");
  draw({ classes: [{ label: HOSTILE, colour: "red" }] });
  assert.deepEqual([texts("li"), findAll("img, script")], [[HOSTILE], []]);
});
