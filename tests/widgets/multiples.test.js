import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOSTILE, openPage, rgb } from "./page.js";

const COLOURS = {
  worse: "#B3261E",
  better: "#1B6E44",
  neutral: "#3D3D3D",
  line: "#12436D",
  band: "#D5DAE0",
  page: "#FFFFFF",
  text: "#1B1F24",
  quiet: "#57606A",
};
const INKS = { worse: "#A01010", better: "#106030", neutral: "#1B1F24" };

function makeItem(id, changes = {}) {
  return {
    id,
    label: `Label of ${id}`,
    verdict: "○ noise",
    tip: `Tip of ${id}`,
    tone: "",
    signal: false,
    selected: false,
    values: [10, 20, 20, 30],
    incomplete: [],
    limits: [[0, 4, 10, 30]],
    last: 3,
    ...changes,
  };
}

const makeData = (...items) => ({
  words: { title: "One of 2 types", subtitle: "Tunbridge Wells, 2020", source: "Kent Police" },
  colours: COLOURS,
  inks: INKS,
  items,
});

function openMultiples(...items) {
  const page = openPage("multiples");
  const draw = (...entries) => page.draw(makeData(...entries));
  draw(...items);
  return { ...page, draw };
}

describe("the grid", () => {
  test("has a button for every item, with its name and its verdict", () => {
    const { find, findAll, texts } = openMultiples(
      makeItem("robbery"),
      makeItem("arson", { selected: true }),
    );
    assert.equal(find("ul").getAttribute("aria-label"), "One of 2 types");
    assert.deepEqual(texts("li"), ["Label of robbery○ noise", "Label of arson○ noise"]);
    assert.deepEqual(
      findAll("li button").map((node) => [node.className, node.getAttribute("aria-pressed"), node.title]),
      [
        ["", "false", "Tip of robbery"],
        ["selected", "true", "Tip of arson"],
      ],
    );
  });

  test("sends the id of the item that is clicked, and nothing for the picture", () => {
    const { find, sent } = openMultiples(makeItem("robbery"), makeItem("arson"));
    find("button[data-id=arson]").click();
    assert.deepEqual(sent, [["click", "arson"]]);
  });

  test("keeps the keyboard's focus on an item that has moved", () => {
    const { draw, find, root } = openMultiples(makeItem("robbery"), makeItem("arson"));
    find("button[data-id=arson]").focus();
    draw(makeItem("arson"), makeItem("robbery"));
    assert.equal(root.activeElement, find("button[data-id=arson]"));
  });

  test("sets a signal apart by weight and by colour, where the measure has a good direction", () => {
    const { findAll } = openMultiples(
      makeItem("a", { signal: true, tone: "worse" }),
      makeItem("b", { tone: "worse" }),
      makeItem("c", { signal: true, tone: "" }),
    );
    assert.deepEqual(
      findAll(".verdict").map((node) => [node.className, node.style.color]),
      [
        ["verdict strong", rgb(INKS.worse)],
        ["verdict", ""],
        ["verdict strong", ""],
      ],
    );
  });

  test("text is never markup", () => {
    const { findAll, texts } = openMultiples(
      makeItem("a", { label: HOSTILE, verdict: HOSTILE, tip: HOSTILE }),
    );
    assert.deepEqual(findAll("img, script"), []);
    assert.deepEqual(texts(".name, .verdict"), [HOSTILE, HOSTILE]);
  });
});

describe("a picture", () => {
  const path = (item) => openMultiples(item).find("path").getAttribute("d");

  test("has its line from the lowest to the highest of values and limits", () => {
    assert.equal(path(makeItem("a")), "M28.8,41.0L76.3,23.0L123.8,23.0L171.3,5.0");
    assert.equal(
      path(makeItem("a", { limits: [[0, 4, 10, 50]] })),
      "M28.8,41.0L76.3,32.0L123.8,32.0L171.3,23.0",
    );
  });

  test("stops its line where a month is missing, and passes over an incomplete one", () => {
    assert.equal(path(makeItem("a", { values: [10, null, 20, 30] })), "M28.8,41.0M123.8,23.0L171.3,5.0");
    assert.equal(path(makeItem("a", { incomplete: [1] })), "M28.8,41.0L123.8,23.0L171.3,5.0");
  });

  test("has a band for each segment of the limits", () => {
    const limits = [
      [0, 1, 10, 30],
      [1, 4, 20, 30],
    ];
    const { findAll } = openMultiples(makeItem("a", { limits }));
    const bands = findAll("rect").map((node) =>
      ["x", "width", "y", "height", "fill"].map((name) => node.getAttribute(name)),
    );
    assert.deepEqual(bands, [
      ["5", "47.5", "5", "36", COLOURS.band],
      ["52.5", "142.5", "5", "18", COLOURS.band],
    ]);
  });

  test("marks its last month as noise or as a signal, in the colour of what it means", () => {
    const mark = (changes) => openMultiples(makeItem("a", changes)).find(".mark");
    assert.equal(mark({}).className, "mark noise");
    assert.equal(mark({}).style.background, rgb(COLOURS.line));
    assert.deepEqual([mark({}).style.left, mark({}).style.top.slice(0, 5)], ["85.625%", "10.86"]);
    const worse = mark({ signal: true, tone: "worse" });
    assert.deepEqual([worse.className, worse.style.background], ["mark signal", rgb(COLOURS.worse)]);
    assert.equal(mark({ signal: true, tone: "" }).style.background, rgb(COLOURS.neutral));
  });

  test("marks incomplete months as rings, and no last month where none is judged", () => {
    for (const last of [null, undefined]) {
      const { findAll } = openMultiples(makeItem("a", { incomplete: [1, 2], last }));
      assert.deepEqual(
        findAll(".mark").map((node) => [node.className, node.style.background]),
        [
          ["mark incomplete", ""],
          ["mark incomplete", ""],
        ],
      );
    }
  });

  test("is drawn where all values are the same, and where there are none", () => {
    assert.equal(path(makeItem("a", { values: [5, 5], limits: [] })), "M52.5,41.0L147.5,41.0");
    assert.equal(path(makeItem("a", { values: [null], limits: [], last: null })), "");
  });
});

// Notes what is painted on a canvas: a letter is 10 pixels wide.
function notePainting(window) {
  const notes = { texts: [], rects: [], paths: [], dots: 0, link: null };
  const pen = {
    measureText: (text) => ({ width: 10 * text.length }),
    fillText: (text) => notes.texts.push([text, pen.fillStyle]),
    fillRect: () => notes.rects.push(pen.fillStyle),
    arc: () => {
      notes.dots += 1;
    },
    stroke: (path) => path && notes.paths.push(path.d),
  };
  for (const name of ["scale", "save", "restore", "translate", "rotate", "beginPath", "fill"]) {
    pen[name] = () => {};
  }
  window.Path2D = class {
    constructor(d) {
      this.d = d;
    }
  };
  window.HTMLCanvasElement.prototype.getContext = () => pen;
  window.HTMLCanvasElement.prototype.toDataURL = function (type) {
    notes.size = [this.width, this.height];
    return `data:${type};base64,`;
  };
  window.HTMLAnchorElement.prototype.click = function () {
    notes.link = { name: this.download, address: this.href };
  };
  return notes;
}

describe("the picture to download", () => {
  test("has the words that explain it, and every item with its line, its band and its verdict", () => {
    const items = [makeItem("a"), makeItem("b", { signal: true, tone: "worse", verdict: "▲ signal" })];
    const { window, find, sent } = openMultiples(...items);
    const notes = notePainting(window);
    find("button.save").click();
    assert.deepEqual(notes.link, { name: "one-of-2-types.png", address: "data:image/png;base64," });
    assert.deepEqual(notes.texts, [
      ["One of 2 types", COLOURS.text],
      ["Tunbridge Wells, 2020", COLOURS.quiet],
      ["Kent Police", COLOURS.quiet],
      ["Label of a", COLOURS.text],
      ["○ noise", COLOURS.text],
      ["Label of b", COLOURS.text],
      ["▲ signal", INKS.worse],
    ]);
    assert.deepEqual(notes.rects, [COLOURS.page, COLOURS.band, COLOURS.band, COLOURS.worse]);
    assert.equal(notes.paths.length, 2);
    assert.match(notes.paths[0], /^M\d+\.\d,\d+\.\d(L\d+\.\d,\d+\.\d){3}$/);
    assert.deepEqual(sent, []);
  });

  test("marks the last month where one is judged, and incomplete months", () => {
    const paint = (changes) => {
      const { window, find } = openMultiples(makeItem("a", changes));
      const notes = notePainting(window);
      find("button.save").click();
      return [notes.dots, notes.rects.length];
    };
    assert.deepEqual(paint({}), [1, 2]);
    assert.deepEqual(paint({ incomplete: [1, 2] }), [3, 2]);
    assert.deepEqual(paint({ signal: true }), [0, 3]);
    assert.deepEqual(paint({ last: null }), [0, 2]);
  });

  test("is as high as its lines and rows, and wraps a long subtitle", () => {
    const page = openPage("multiples");
    const size = (count, subtitle) => {
      const data = makeData(...Array.from({ length: count }, (_, i) => makeItem(`i${i}`)));
      page.draw({ ...data, words: { ...data.words, subtitle } });
      const notes = notePainting(page.window);
      page.find("button.save").click();
      return notes;
    };
    const one = size(5, "short");
    const more = size(6, "short");
    const wrapped = size(5, "word ".repeat(50).trim());
    assert.deepEqual(one.size, [2576, 548]);
    assert.equal(more.size[0], one.size[0]);
    assert.equal(more.size[1] - one.size[1], 2 * (128 + 10));
    assert.equal(wrapped.size[1] - one.size[1], 2 * 22 * 2 - 2 * 22);
    assert.equal(wrapped.texts[1][0].length, 24 * 5 + 4);
  });
});
