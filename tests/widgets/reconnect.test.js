import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.js";

const STATE = "data-test-connection-state";
const VALUES = { editor: "KP", seen: 12 };

// The element on a page of Streamlit's that is connected. setState() gives its connection a state, and
// lets the page notice.
function openConnection(state = "CONNECTED") {
  const page = openPage("reconnect", { body: `<div data-testid=stApp ${STATE}=${state}></div>` });
  const app = page.document.querySelector("[data-testid=stApp]");
  const setState = async (...states) => {
    for (const each of states) {
      app.setAttribute(STATE, each);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  return { ...page, app, setState };
}

test("values that were to be kept are sent back once when the connection is back", async () => {
  const { draw, setState, sent } = openConnection();
  draw({});
  draw({ values: VALUES });
  await setState("DISCONNECTED_FOREVER");
  assert.deepEqual(sent, []);
  await setState("PINGING_SERVER", "CONNECTED");
  assert.deepEqual(sent, [["reconnection", { values: VALUES }]]);
  await setState("CONNECTED");
  assert.equal(sent.length, 1);
});

test("the last values are sent, as often as the connection was lost", async () => {
  const { draw, setState, sent } = openConnection();
  draw({});
  draw({ values: VALUES });
  draw({ values: { editor: "TW" } });
  await setState("CONNECTING", "CONNECTED", "CONNECTING", "CONNECTED");
  assert.deepEqual(sent, Array(2).fill(["reconnection", { values: { editor: "TW" } }]));
});

test("the page is drawn anew without any values too", async () => {
  const { draw, setState, sent } = openConnection();
  draw({});
  await setState("CONNECTING", "CONNECTED");
  assert.deepEqual(sent, [["reconnection", { values: {} }]]);
});

test("the first connection is none that is back", async () => {
  const { draw, setState, sent } = openConnection();
  draw({});
  await setState("CONNECTED");
  assert.deepEqual(sent, []);
});

test("a page that was not connected at first is drawn anew when it is", async () => {
  const { draw, setState, sent } = openConnection("CONNECTING");
  draw({});
  await setState("CONNECTED");
  assert.equal(sent.length, 1);
});

test("however often the page runs, a connection that is back is reported once", async () => {
  const { draw, setState, sent } = openConnection();
  for (let run = 0; run < 3; run += 1) draw({});
  await setState("CONNECTING", "CONNECTED");
  assert.equal(sent.length, 1);
});

test("an element that only keeps values reports nothing", async () => {
  const { draw, setState, sent } = openConnection();
  draw({ values: VALUES });
  await setState("CONNECTING", "CONNECTED");
  assert.deepEqual(sent, []);
});

test("an element that was taken off the page is silent", async () => {
  const { draw, setState, sent, document } = openConnection();
  draw({});
  document.querySelector("#host").remove();
  await setState("CONNECTING", "CONNECTED");
  assert.deepEqual(sent, []);
});

test("a name that is given is kept, and sent once where a page asks for one", () => {
  const { draw, sent, window } = openConnection();
  draw({ values: {}, name: { given: "A. Chair" } });
  assert.equal(window.localStorage.getItem("csp-name"), "A. Chair");
  draw({ values: {}, name: { given: "", asked: false } });
  assert.deepEqual(sent, []);
  for (let run = 0; run < 3; run += 1) draw({ values: {}, name: { given: "", asked: true } });
  assert.deepEqual(sent, [["name", "A. Chair"]]);
});

test("a name that another tab has kept or forgotten since is not put back", () => {
  const { draw, window } = openConnection();
  draw({ values: {}, name: { given: "A. Chair" } });
  window.localStorage.removeItem("csp-name");
  draw({ values: {}, name: { given: "A. Chair" } });
  assert.equal(window.localStorage.getItem("csp-name"), null);
  draw({ values: {}, name: { given: "B. Officer" } });
  assert.equal(window.localStorage.getItem("csp-name"), "B. Officer");
});

test("a name is forgotten where the page says so, and nothing is sent", () => {
  const { draw, sent, window } = openConnection();
  draw({ values: {}, name: { given: "A. Chair" } });
  draw({ values: {}, name: { given: "", forgotten: true, asked: true } });
  assert.equal(window.localStorage.getItem("csp-name"), null);
  assert.deepEqual(sent, []);
});

test("a browser that keeps nothing is no fault", () => {
  const { draw, sent, window } = openConnection();
  Object.defineProperty(window, "localStorage", {
    get() {
      throw new Error("denied");
    },
  });
  draw({ values: VALUES, name: { given: "A. Chair", asked: true } });
  assert.deepEqual(sent, []);
});

test("nothing happens on a page that is not Streamlit's", () => {
  const { draw, frame } = openPage("reconnect");
  draw({});
  assert.equal(frame.childNodes.length, 0);
});
