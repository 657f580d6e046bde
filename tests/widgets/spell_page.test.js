import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openPage } from "./page.js";

const TERMS = { "EBC CST": "Community Safety Team", EBC: "Example Borough Council" };
const REST_MS = 200;

function open(inside, terms = TERMS) {
  const page = openPage("spell_page", { body: `<div data-testid="stApp">${inside}</div>` });
  page.draw({ terms });
  const app = page.document.querySelector("[data-testid=stApp]");
  return { ...page, app, rest: () => new Promise((resolve) => page.window.setTimeout(resolve, REST_MS)) };
}

describe("the words that Streamlit draws", () => {
  test("say on hover what each of their abbreviations stands for, once", () => {
    const { app } = open("<h1>EBC CST leads, EBC and EBC help</h1><p>Nothing to say</p>");
    assert.equal(
      app.querySelector("h1").title,
      "EBC CST: Community Safety Team\nEBC: Example Borough Council",
    );
    assert.equal(app.querySelector("h1").innerHTML, "EBC CST leads, EBC and EBC help");
    assert.equal(app.querySelector("p").hasAttribute("title"), false);
  });

  test("say it of what a select box shows, and keep a title of their own", () => {
    const { app } = open(`<input role="combobox" value="EBC CST"><p title="Mine">EBC</p>`);
    assert.equal(app.querySelector("input").title, "EBC CST: Community Safety Team");
    assert.equal(app.querySelector("p").title, "Mine");
  });

  test("say it of the entries of a list", () => {
    const { app } = open("<ul><li>EBC</li></ul>");
    assert.equal(app.querySelector("li").title, "EBC: Example Borough Council");
  });

  test("are read again when they change, and of another page by its own terms", async () => {
    const { app, draw, rest } = open("<p>EBC</p>");
    app.querySelector("p").textContent = "Police";
    app.insertAdjacentHTML("beforeend", "<h2>EBC</h2>");
    await rest();
    assert.equal(app.querySelector("p").hasAttribute("title"), false);
    assert.equal(app.querySelector("h2").title, "EBC: Example Borough Council");
    draw({ terms: { EBC: "Eastern Benefits Centre" } });
    assert.equal(app.querySelector("h2").title, "EBC: Eastern Benefits Centre");
  });

  test("are left alone without terms", () => {
    const { app } = open("<p>EBC</p>", {});
    assert.equal(app.querySelector("p").hasAttribute("title"), false);
  });
});
