import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.js";

const DATA = { label: "Copy link", done: "Copied", query: {} };

// A page with the button, whose clipboard takes text or refuses it as on a plain http address.
function openLink({ address = "http://dashboard.example/county", query = {}, refuses = false } = {}) {
  const page = openPage("copy_link", { address });
  const { window, document } = page;
  const copies = { clipboard: [], command: [], timers: [] };
  if (!refuses) {
    const writeText = async (text) => copies.clipboard.push(text);
    Object.defineProperty(window.navigator, "clipboard", { value: { writeText } });
  }
  document.execCommand = (command) => {
    const area = document.querySelector("textarea");
    const selected = area.value.slice(area.selectionStart, area.selectionEnd);
    copies.command.push([command, selected]);
  };
  window.setTimeout = (callback, ms) => copies.timers.push({ callback, ms });
  page.draw({ ...DATA, query });
  return { ...page, copies, click: () => page.find("button").onclick() };
}

test("the button copies the address with every value spelled out", async () => {
  const { click, copies } = openLink({
    query: { type: ["All crime"], ward: ["Park", "St James'"], other: [] },
  });
  await click();
  assert.deepEqual(copies.clipboard, [
    "http://dashboard.example/county?type=All+crime&ward=Park&ward=St+James%27",
  ]);
});

test("values of the query replace those of the address, and all else of it stays", async () => {
  const address = "http://dashboard.example/county?type=Arson&type=Theft&look=Table#x";
  const { click, copies } = openLink({ address, query: { type: ["Robbery"] } });
  await click();
  assert.deepEqual(copies.clipboard, ["http://dashboard.example/county?look=Table&type=Robbery#x"]);
});

test("the address is that of the moment of the click", async () => {
  const { click, copies, window } = openLink({ query: { type: ["Arson"] } });
  window.history.pushState(null, "", "/wards");
  await click();
  assert.deepEqual(copies.clipboard, ["http://dashboard.example/wards?type=Arson"]);
});

test("text that looks like an address of its own stays a value", async () => {
  const { click, copies } = openLink({ query: { type: ["a&b=c#d"] } });
  await click();
  const address = new URL(copies.clipboard[0]);
  assert.deepEqual([address.searchParams.get("type"), address.hash], ["a&b=c#d", ""]);
});

test("where the clipboard is out of reach the older command copies, and leaves nothing behind", async () => {
  const { click, copies, document } = openLink({ query: { type: ["Arson"] }, refuses: true });
  await click();
  const address = "http://dashboard.example/county?type=Arson";
  assert.deepEqual(copies.command, [["copy", address]]);
  assert.equal(document.querySelector("textarea"), null);
});

test("the button says that it is done, to a screen reader too, and then what it does again", async () => {
  const { click, copies, find } = openLink();
  assert.equal(find("button").textContent, "Copy link");
  await click();
  assert.deepEqual(
    [find("button").textContent, find("button").getAttribute("aria-live")],
    ["Copied", "polite"],
  );
  assert.deepEqual(
    copies.timers.map(({ ms }) => ms),
    [2000],
  );
  copies.timers[0].callback();
  assert.equal(find("button").textContent, "Copy link");
});

test("the next run of the page keeps the button and copies its own values", async () => {
  const { draw, click, copies, find, findAll, root } = openLink({ query: { type: ["Arson"] } });
  const button = find("button");
  button.focus();
  draw({ ...DATA, label: "<b>Copy</b>", query: { type: ["Theft"] } });
  assert.deepEqual(findAll("button"), [button]);
  assert.equal(root.activeElement, button);
  assert.equal(button.textContent, "<b>Copy</b>");
  await click();
  assert.deepEqual(copies.clipboard, ["http://dashboard.example/county?type=Theft"]);
});
