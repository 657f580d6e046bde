import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.js";

const BODY = `
  <div class="st-key-filter_bar"></div>
  <div class="st-key-panel">
    <div class="st-key-status-1"><input type=radio name=a><input type=radio name=a checked id=chosen></div>
    <div class="st-key-status-2"><input type=radio name=b checked id=later></div>
    <textarea id=note></textarea>
    <select id=list aria-expanded=true></select>
    <div class="st-key-save"><button>Save</button></div>
    <div class="st-key-same"><button>Same</button></div>
    <div class="st-key-close"><button>Close</button></div>
  </div>
  <input id=outside>`;
const DATA = { box: "panel", buttons: { save: "save", same: "same", close: "close" }, first: "status-1" };

// A page with a form on it. pressed are the buttons that were pressed; now() is the time of its clock.
function openForm() {
  const page = openPage("form_keys", { body: BODY });
  const pressed = [];
  let time = 1000;
  page.window.performance.now = () => time;
  page.window.requestAnimationFrame = (run) => run();
  page.window.setTimeout = (run) => run();
  for (const button of page.document.querySelectorAll("button")) {
    button.onclick = () => pressed.push(button.textContent);
  }
  const press = (id, key, more = {}) => {
    const target = id ? page.document.querySelector(`#${id}`) : page.document.body;
    const event = new page.window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    target.dispatchEvent(event);
    return event;
  };
  const focused = () => page.document.activeElement.id;
  return { ...page, pressed, press, focused, wait: (ms) => (time += ms) };
}

test("each key presses its button, and leaves the field first", () => {
  const { draw, press, pressed, document, focused } = openForm();
  draw({ ...DATA, turn: "1" });
  document.querySelector("#note").focus();
  assert.ok(press("note", "Enter", { ctrlKey: true }).defaultPrevented);
  assert.equal(focused(), "");
  press("note", "Enter", { metaKey: true, shiftKey: true });
  press("note", "Escape");
  assert.deepEqual(pressed, ["Save", "Same", "Close"]);
});

test("other keys, and keys outside of the form, are left alone", () => {
  const { draw, press, pressed } = openForm();
  draw({ ...DATA, turn: "1" });
  press("note", "Enter");
  press("note", "a", { ctrlKey: true });
  press("outside", "Enter", { ctrlKey: true });
  press("outside", "Escape");
  assert.deepEqual(pressed, []);
});

test("Escape closes where nothing has the focus, and not while a list is open", () => {
  const { draw, press, pressed } = openForm();
  draw({ ...DATA, turn: "1" });
  press("list", "Escape");
  assert.deepEqual(pressed, []);
  press("", "Escape");
  assert.deepEqual(pressed, ["Close"]);
});

test("a form without a button of a key leaves the key alone", () => {
  const { draw, press, pressed } = openForm();
  draw({ ...DATA, buttons: { save: "save" }, turn: "1" });
  assert.ok(!press("note", "Escape").defaultPrevented);
  assert.deepEqual(pressed, []);
});

test("where there is a choice in place of the form, the key that saved does not make it", () => {
  const { draw, press, pressed, document } = openForm();
  draw({ ...DATA, turn: "1" });
  document.querySelector(".st-key-save").remove();
  assert.ok(press("note", "Enter", { ctrlKey: true }).defaultPrevented);
  assert.ok(!press("note", "Enter").defaultPrevented);
  assert.deepEqual(pressed, []);
});

test("a key that is held down, or pressed twice, stores nothing of the next record", () => {
  const { draw, press, pressed, wait } = openForm();
  draw({ ...DATA, turn: "1" });
  press("note", "Enter", { ctrlKey: true });
  press("note", "Enter", { ctrlKey: true, repeat: true });
  draw({ ...DATA, first: "status-2", turn: "2" });
  press("note", "Enter", { ctrlKey: true, shiftKey: true });
  assert.deepEqual(pressed, ["Save"]);
  wait(1000);
  press("note", "Enter", { ctrlKey: true, shiftKey: true });
  assert.deepEqual(pressed, ["Save", "Same"]);
});

test("the first field has the focus on another turn, and only then", () => {
  const { draw, focused, document } = openForm();
  document.querySelector("#outside").focus();
  draw({ ...DATA, turn: "1" });
  assert.equal(focused(), "chosen");
  document.querySelector("#note").focus();
  draw({ ...DATA, turn: "1" });
  assert.equal(focused(), "note");
  draw({ ...DATA, first: "status-2", turn: "2" });
  assert.equal(focused(), "later");
});

test("after Escape the focus is where the form was opened from", () => {
  const { draw, press, focused, document, mountAnew } = openForm();
  const root = mountAnew();
  root.host.parentElement.classList.add("st-key-cards");
  root.querySelector(".frame").innerHTML = '<button data-id="A-1"></button>';
  document.querySelector(".st-key-close button").onclick = () =>
    document.querySelector(".st-key-panel").remove();
  draw({ ...DATA, turn: "1", back: { key: "cards", id: "A-1" } });
  document.querySelector("#note").focus();
  press("note", "Escape");
  assert.equal(root.activeElement?.dataset.id, "A-1");
  assert.equal(focused(), "host");
});

test("a page that has just been opened keeps its focus", () => {
  const { draw, focused } = openForm();
  draw({ ...DATA, turn: "1" });
  assert.equal(focused(), "");
});

test("the style of the page learns what room is left below the bar", () => {
  const { draw, document, window } = openForm();
  document.querySelector(".st-key-filter_bar").getBoundingClientRect = () => ({ bottom: 100 });
  document.querySelector(".st-key-panel").getBoundingClientRect = () => ({ top: 150 });
  window.innerHeight = 700;
  draw({ ...DATA, turn: "1" });
  const style = document.documentElement.style;
  const top = Number.parseFloat(style.getPropertyValue("--csp-panel-top"));
  const height = Number.parseFloat(style.getPropertyValue("--csp-panel-height"));
  assert.ok(top >= 100 && top < 150);
  assert.ok(height > 500 && 150 + height <= 700);
});

test("an element that was taken off the page hears nothing", () => {
  const { draw, press, pressed, takeOff } = openForm();
  draw({ ...DATA, turn: "1" });
  takeOff();
  press("note", "Escape");
  press("note", "Escape");
  assert.deepEqual(pressed, []);
});
