import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage } from "./page.js";

const COLOURS = { line: "#12436D" };

function makeStop(at, n, note = "") {
  return { at, figure: `${at}%`, says: `${n} warnings`, note, n };
}

const STOPS = [
  makeStop(0, 8, "0% to 5%: clear changes decide"),
  makeStop(5, 8),
  makeStop(10, 3),
  makeStop(33, 0),
];

function draw(
  { value = 5, stops = STOPS, label = "by", name = "Limit" } = {},
  page = openPage("live_slider"),
) {
  page.draw(new TextEncoder().encode(JSON.stringify({ label, name, stops, value, colours: COLOURS })));
  return page;
}

function moveTo(page, position) {
  const input = page.find("input");
  input.value = String(position);
  input.dispatchEvent(new page.window.Event("input"));
  return input;
}

function letGo(page) {
  page.find("input").dispatchEvent(new page.window.Event("change"));
}

// The script's timers are those of its window: here they run when they are told to.
function openWithTimers() {
  const page = openPage("live_slider");
  const waiting = new Map();
  let last = 0;
  page.window.setTimeout = (run) => {
    last += 1;
    waiting.set(last, run);
    return last;
  };
  page.window.clearTimeout = (timer) => waiting.delete(timer);
  page.wait = () => {
    const due = [...waiting.values()];
    waiting.clear();
    for (const run of due) run();
  };
  return page;
}

test("a slider stands at its value and says what it comes to", () => {
  const { find, texts } = draw();
  assert.equal(find("input").value, "1");
  assert.deepEqual(texts(".label, .figure, .says, .note"), ["by", "5%", "8 warnings", ""]);
});

test("those who do not see it are told its name, its value and what decides there", () => {
  const { find } = draw({ value: 0 });
  assert.equal(find("input").type, "range");
  assert.equal(find("input").getAttribute("aria-label"), "Limit");
  assert.equal(
    find("input").getAttribute("aria-valuetext"),
    "0%: 8 warnings, 0% to 5%: clear changes decide",
  );
  assert.equal(find("svg").getAttribute("aria-hidden"), "true");
});

test("a drag shows what each stop comes to, and sends nothing", () => {
  const page = draw({}, openWithTimers());
  moveTo(page, 2);
  assert.deepEqual(page.texts(".figure, .says"), ["10%", "3 warnings"]);
  assert.equal(page.find("input").getAttribute("aria-valuetext"), "10%: 3 warnings");
  page.wait();
  assert.deepEqual(page.sent, []);
});

test("letting go sends the value of the stop", () => {
  const page = draw();
  page.find("input").dispatchEvent(new page.window.Event("pointerdown"));
  moveTo(page, 2);
  assert.deepEqual(page.sent, []);
  letGo(page);
  assert.deepEqual(page.sent, [["release", 10]]);
});

test("let go where it was taken, it sends nothing and follows the page again", () => {
  const page = draw();
  page.find("input").dispatchEvent(new page.window.Event("pointerdown"));
  moveTo(page, 2);
  moveTo(page, 1);
  page.document.dispatchEvent(new page.window.Event("pointerup"));
  draw({ value: 33 }, page);
  assert.equal(page.find("input").value, "3");
  assert.deepEqual(page.sent, []);
});

test("a row of keys sends the value of the last stop, once", () => {
  const page = draw({}, openWithTimers());
  for (const position of [2, 3]) {
    page.find("input").dispatchEvent(new page.window.Event("keydown"));
    moveTo(page, position);
    letGo(page);
  }
  assert.deepEqual(page.sent, []);
  page.wait();
  assert.deepEqual(page.sent, [["release", 33]]);
});

test("a run of the page leaves the slider in the hand that holds it", () => {
  const page = draw({}, openWithTimers());
  const input = moveTo(page, 2);
  draw({ value: 5, stops: [makeStop(0, 9), makeStop(10, 7), makeStop(20, 1)] }, page);
  assert.equal(page.find("input"), input);
  assert.equal(input.value, "1");
  assert.deepEqual(page.texts(".figure, .says"), ["10%", "7 warnings"]);
});

test("once it is let go a run of the page sets the slider", () => {
  const page = draw({}, openWithTimers());
  const input = moveTo(page, 2);
  letGo(page);
  page.wait();
  draw({ value: 33 }, page);
  assert.equal(page.find("input"), input);
  assert.equal(input.value, "3");
  assert.deepEqual(page.texts(".figure, .says"), ["33%", "0 warnings"]);
});

test("the line over the slider has a step for each stop", () => {
  const { find } = draw();
  assert.equal(find("path").getAttribute("d"), "M0,0.0H66.7V0.0H133.3V12.5H200.0V20.0");
});

test("what a stop is called has as much room at every stop, and wraps where it is long", () => {
  const page = draw();
  assert.equal(page.find(".figure").style.width, "3ch");
  const stops = [{ ...makeStop(0, 1), figure: "2.5 standard deviations" }];
  assert.equal(draw({ value: 0, stops }, page).find(".figure").style.width, "12ch");
});

test("text of any kind stays text", () => {
  const stops = [{ at: 0, figure: HOSTILE, says: HOSTILE, note: HOSTILE, n: 1 }];
  const { find, texts, root } = draw({ value: 0, stops, label: HOSTILE, name: HOSTILE });
  assert.deepEqual(texts(".label, .figure, .says, .note"), [HOSTILE, HOSTILE, HOSTILE, HOSTILE]);
  assert.equal(find("input").getAttribute("aria-label"), HOSTILE);
  assert.equal(root.querySelectorAll("img, script").length, 0);
});
