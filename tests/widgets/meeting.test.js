import assert from "node:assert/strict";
import { test } from "node:test";
import { HOSTILE, openPage } from "./page.js";

const PAGES = ["Overview", "County", "Trends", "Wards"];
const BODY = `<input id=field><textarea id=area></textarea><table><tr><td><button id=row></button></td></tr></table>
  <canvas id=map tabindex=0></canvas><div id=slider role=slider tabindex=0></div><button id=tab role=tab></button>
  <button id=plain></button>`;

function openMeeting(data = {}, body = BODY) {
  const page = openPage("meeting", { body });
  page.draw({ name: "Partnership", pages: PAGES, at: 0, alone: false, ...data });
  const { document } = page;
  const { KeyboardEvent } = document.defaultView;
  const press = (key, on = document.body, more = {}) =>
    on.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more }),
    );
  const drawAt = (at, root) => page.draw({ name: "Partnership", pages: PAGES, at, alone: false }, root);
  return { ...page, press, drawAt };
}

test("arrows and the keys of a presenter ask for the next and the previous page", () => {
  const { draw, press, sent } = openMeeting();
  press("ArrowRight");
  draw({ name: "Partnership", pages: PAGES, at: 1, alone: false });
  press("PageDown");
  press("ArrowLeft");
  press("PageUp");
  assert.deepEqual(sent, [
    ["turn", 1],
    ["turn", 2],
    ["turn", 1],
    ["turn", 0],
  ]);
});

test("pressed again while a page is drawn, a key leads one page further, and never out of the agenda", () => {
  const { press, sent } = openMeeting();
  for (let i = 0; i < 6; i += 1) press("PageDown");
  assert.deepEqual(
    sent.map(([, to]) => to),
    [1, 2, 3],
  );
});

test("from a page that is not on the agenda keys lead to the neighbours of where one was", () => {
  const { frame, draw, press, sent } = openMeeting({ at: 1.5 });
  assert.match(frame.textContent, /Not on the agenda/);
  press("ArrowRight");
  draw({ name: "Partnership", pages: PAGES, at: 1.5, alone: false });
  press("ArrowLeft");
  assert.deepEqual(sent, [
    ["turn", 2],
    ["turn", 1],
  ]);
});

test("keys stay with what has the focus and with other commands", () => {
  const { document, press, sent } = openMeeting();
  for (const id of ["field", "area", "row", "map", "slider", "tab"]) {
    press("ArrowRight", document.getElementById(id));
    press("PageUp", document.getElementById(id));
  }
  press("Escape", document.getElementById("field"));
  press("ArrowRight", document.body, { altKey: true });
  press("ArrowDown");
  assert.deepEqual(sent, []);
  press("ArrowRight", document.getElementById("plain"));
  assert.deepEqual(sent, [["turn", 1]]);
});

test("escape leaves, but closes first what is open", () => {
  const { document, press, sent } = openMeeting();
  const list = document.createElement("div");
  list.setAttribute("role", "listbox");
  document.body.append(list);
  press("Escape");
  assert.deepEqual(sent, []);
  list.remove();
  press("Escape");
  assert.deepEqual(sent, [["switch", true]]);
});

test("without a meeting there are no keys, only the name and the button that begins one", () => {
  const { frame, press, sent } = openMeeting({ pages: null });
  press("ArrowRight");
  press("Escape");
  assert.deepEqual(sent, []);
  assert.equal(frame.querySelector(".name").textContent, "Partnership");
  frame.querySelector("button").click();
  assert.deepEqual(sent, [["switch", true]]);
});

test("buttons do what the keys do, and are named", () => {
  const { frame, sent } = openMeeting({ at: 1 });
  const [previous, next, leave] = frame.querySelectorAll("button");
  assert.equal(previous.getAttribute("aria-label"), "Previous page: Overview");
  assert.equal(next.getAttribute("aria-label"), "Next page: Trends");
  next.click();
  leave.click();
  assert.deepEqual(sent, [
    ["turn", 2],
    ["switch", true],
  ]);
});

test("an element that Streamlit has taken off the page sends nothing, and leaves the keys to the page", () => {
  const { press, sent, takeOff } = openMeeting();
  takeOff();
  assert.equal(press("ArrowRight"), true);
  assert.deepEqual(sent, []);
});

test("a new element asks for the page that the keys asked the old one for, until it is there", () => {
  const { drawAt, mountAnew, press, sent, takeOff } = openMeeting();
  for (let i = 0; i < 3; i += 1) press("PageDown");
  takeOff();
  sent.length = 0;
  drawAt(0, mountAnew());
  assert.deepEqual(sent, [["turn", 3]]);
  takeOff();
  drawAt(3, mountAnew());
  takeOff();
  drawAt(0, mountAnew());
  assert.deepEqual(sent, [["turn", 3]]);
});

test("keys that are pressed between two elements are asked for by the next", () => {
  const { drawAt, mountAnew, press, sent, takeOff } = openMeeting();
  takeOff();
  press("PageDown");
  press("PageDown");
  const next = mountAnew();
  drawAt(0, next);
  assert.deepEqual(sent, [["turn", 2]]);
  drawAt(2, next);
  takeOff();
  press("Escape");
  const last = mountAnew();
  drawAt(2, last);
  drawAt(2, last);
  assert.deepEqual(sent, [
    ["turn", 2],
    ["switch", true],
  ]);
});

test("a page that could not be drawn for long is not asked for any more", () => {
  const { drawAt, mountAnew, press, sent, takeOff, window } = openMeeting();
  press("PageDown");
  takeOff();
  sent.length = 0;
  const { now } = window.Date;
  window.Date.now = () => now() + 31000;
  const next = mountAnew();
  drawAt(0, next);
  assert.deepEqual(sent, []);
  press("PageDown");
  assert.deepEqual(sent, [["turn", 1]]);
});

test("of two elements on the page one alone sends, and who leaves is asked for no page", () => {
  const { document, draw, drawAt, mountAnew, press, sent } = openMeeting();
  const newer = mountAnew();
  drawAt(0, newer);
  press("ArrowRight");
  assert.deepEqual(sent, [["turn", 1]]);
  draw({ name: "Partnership", pages: null, at: 0, alone: false }, newer);
  drawAt(0, newer);
  assert.deepEqual(sent, [["turn", 1]]);
  document.querySelectorAll("#host")[1].remove();
  press("ArrowRight");
  assert.deepEqual(sent, [
    ["turn", 1],
    ["turn", 1],
  ]);
});

test("a page that does not come is asked for again every second, by the element that is there", async () => {
  const { drawAt, mountAnew, press, sent, takeOff, window } = openMeeting();
  press("PageDown");
  takeOff();
  drawAt(0.5, mountAnew());
  sent.length = 0;
  await new Promise((resolve) => window.setTimeout(resolve, 1100));
  assert.deepEqual(sent, [["turn", 1]]);
});

test("names are text", () => {
  const { document, frame } = openMeeting({ name: HOSTILE, pages: null, alone: true });
  assert.equal(frame.querySelector(".name").textContent, HOSTILE);
  assert.equal(frame.querySelectorAll("img, script").length, 0);
  assert.equal(document.querySelectorAll("img").length, 0);
});

test("a page that was asked for is asked for again when another is drawn on the way", () => {
  const { drawAt, press, sent } = openMeeting();
  for (let i = 0; i < 3; i += 1) press("PageDown");
  sent.length = 0;
  drawAt(1);
  assert.deepEqual(sent, [["turn", 3]]);
  drawAt(1);
  drawAt(3);
  drawAt(0);
  assert.deepEqual(sent, [["turn", 3]]);
});

test("the time of an item is read as on a clock, and there is none where nobody counts it", () => {
  const { frame, draw } = openMeeting({ clock: { seconds: 65.2, runs: true } });
  const clock = () => frame.querySelector(".clock")?.textContent;
  const drawClock = (seconds) =>
    draw({ name: "P", pages: PAGES, at: 1, alone: false, clock: { seconds, runs: false } });
  assert.equal(clock(), "1:05");
  for (const [seconds, text] of [
    [0, "0:00"],
    [5, "0:05"],
    [600, "10:00"],
    [3665.9, "1:01:05"],
  ]) {
    drawClock(seconds);
    assert.equal(clock(), text);
  }
  draw({ name: "P", pages: PAGES, at: 1, alone: false, clock: null });
  assert.equal(clock(), undefined);
});

test("the time of the item that the meeting is at runs on in the browser", async () => {
  const { frame } = openMeeting({ clock: { seconds: 59.5, runs: true } });
  assert.equal(frame.querySelector(".clock").textContent, "0:59");
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.equal(frame.querySelector(".clock").textContent, "1:00");
});
