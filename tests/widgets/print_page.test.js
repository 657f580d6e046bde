import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.js";

test("the one button prints the page", () => {
  const page = openPage("print_page");
  page.draw({ label: "Print" });
  page.draw({ label: "Print" });
  assert.deepEqual(page.texts("button"), ["Print"]);
  page.find("button").click();
  assert.deepEqual(page.notImplemented, ["Not implemented: window.print"]);
});
