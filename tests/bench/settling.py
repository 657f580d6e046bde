"""When a page has settled after a click: watched in the browser, so that the driver's delays do not count.

Settled: the script has finished, no element is stale, no skeleton stands in for one, and 300 ms have
brought no change of the document, its shadow trees and its canvases, and no message of the server.
The time is that of the last change or message, whichever is later.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

PATIENCE_MS = 60_000

# Notes the time of every change on the screen, of every message, and of every press.
WATCH = """
(() => {
  const seen = window.__seen = { press: 0, change: 0, sent: 0, received: 0, messages: 0 };
  const changed = () => { seen.change = performance.now(); };
  const watch = (root) => new MutationObserver(changed).observe(
    root, { subtree: true, childList: true, attributes: true, characterData: true });
  watch(document);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    watch(root);
    return root;
  };
  const draws = [[CanvasRenderingContext2D, "clearRect"], [WebGL2RenderingContext, "clear"]];
  for (const [context, name] of draws) {
    const draw = context.prototype[name];
    context.prototype[name] = function (...rest) { changed(); return draw.apply(this, rest); };
  }
  for (const name of ["pointerup", "keydown"]) addEventListener(name, () => {
    Object.assign(seen, { press: performance.now(), change: 0, sent: 0, received: 0, messages: 0 });
  }, true);
  window.WebSocket = class extends WebSocket {
    constructor(...rest) {
      super(...rest);
      this.addEventListener("message", () => { seen.received = performance.now(); seen.messages += 1; });
    }
    send(data) { seen.sent ||= performance.now(); super.send(data); }
  };
})();
"""

# null where the press has asked the server nothing within a second.
SETTLE = """
(patience) => new Promise((done, fail) => {
  const began = performance.now(), quiet = 300, silence = 1000;
  const unfinished = "[data-testid=stSkeleton], [data-stale=true]";
  const look = () => {
    const seen = window.__seen, now = performance.now();
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    const last = Math.max(seen.press, seen.change, seen.received);
    const idle = state === "notRunning" && now - last > quiet && !document.querySelector(unfinished);
    if (idle && seen.sent && seen.received > seen.sent)
      done([Math.max(seen.change, seen.received) - seen.press, seen.received - seen.sent, seen.messages]);
    else if (idle && !seen.sent && now - Math.max(began, seen.press) > silence) done(null);
    else if (now - began > patience) fail(new Error("the page did not settle: " + JSON.stringify(seen)));
    else setTimeout(look, 20);
  };
  look();
})
"""


@dataclass(frozen=True)
class Click:
    """One click: ms to the last change on screen, ms to the last message, and how many messages came."""

    settled: float
    answered: float
    messages: int


def settle(page: Page) -> Click | None:
    """Wait until the page has settled; None where the last press has asked the server nothing."""
    times = page.evaluate(SETTLE, PATIENCE_MS)
    return None if times is None else Click(*times)


def open_page(browser: Browser, address: str) -> Page:
    """A page in a browser context of its own, watched, and opened by its address."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    return page
