"""The controls that stand on a page, read from it, and how a reader uses each.

Nothing is typed by hand, so that a page whose controls change is measured as it is. The empty page
has one control of each kind, which is used in the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from playwright.sync_api import Locator, Page

from tests.bench.settling import settle

# What Streamlit calls the kinds of controls in the page; an element of the dashboard's own is told by its
# buttons. A chart is clicked where it can be.
TEST_IDS = {
    "selectbox": "stSelectbox",
    "multiselect": "stMultiSelect",
    "slider": "stSlider",
    "segments": "stButtonGroup",
    "toggle": "stCheckbox",
    "tabs": "stTabs",
    "rows": "stBidiComponentIsolated",
    "chart": "stVegaLiteChart",
}

EMPTY_PAGE = """
import streamlit as st

options = [f"Option {place}" for place in range(12)]
match st.query_params.get("kind"):
    case "selectbox":
        st.selectbox("Control", options)
    case "multiselect":
        st.multiselect("Control", options)
    case "slider":
        st.slider("Control", 0, 100, 50)
    case "segments":
        st.segmented_control("Control", options[:4], default=options[0], required=True)
    case "toggle" | "tabs" | "rows" | "chart":
        st.toggle("Control")
    case _:
        st.title("Control")
"""
# A press on a row, a chart or a tab has no like among Streamlit's own: a toggle is one press too.
LIKE = {"rows": "toggle", "chart": "toggle", "tabs": "toggle"}

# How many panels of tabs an element stands in.
DEPTH = """
(element) => {
  let depth = 0;
  for (let up = element.parentElement; up; up = up.parentElement)
    depth += up.getAttribute("role") === "tabpanel";
  return depth;
}
"""
# kind, key (its own, "" for none), label, place and fold of each control that can be seen, or could be if
# its fold were open; those alone that stand in so many panels of tabs at least.
READ = """
([testIds, least]) => Object.entries(testIds).flatMap(([kind, id]) =>
  [...document.querySelectorAll(`[data-testid=${id}]`)].map((element, place) => {
    const holder = element.closest("[data-testid=stElementContainer]");
    const key = [...holder?.classList ?? []].find((name) => name.startsWith("st-key-")) ?? "";
    const label = element.querySelector("label")?.innerText.trim().split("\\n")[0] ?? "";
    const closed = element.closest("details:not([open])");
    const fold = closed ? [...document.querySelectorAll("details")].indexOf(closed) : -1;
    const seen = (closed?.querySelector("summary") ?? element).checkVisibility();
    const pressed = kind !== "rows" || [element, ...element.querySelectorAll("*")].some(
      (inside) => inside.shadowRoot?.querySelector("button"));
    const dead = element.querySelector("[disabled]") || element.closest("[class*=st-key-unseen]");
    const used = seen && pressed && !dead && depthOf(element) >= least;
    return used ? [kind, key, label, place, fold] : null;
  }).filter(Boolean))
""".replace("depthOf", f"({DEPTH.strip()})")
# The names of the tabs in so many panels of others, and which of them is open.
READ_TABS = """
(depth) => [...document.querySelectorAll("[data-testid=stMain] [role=tab]")]
  .filter((tab) => depthOf(tab) === depth && tab.checkVisibility())
  .map((tab) => [tab.innerText.trim(), tab.getAttribute("aria-selected") === "true"])
""".replace("depthOf", f"({DEPTH.strip()})")


@dataclass(frozen=True)
class Control:
    """Something that a reader uses: its kind, its key and label ("" for none), its place among its kind.

    fold: the place of the closed part that it stands in among all folds of the page; -1 for none.
    tabs: the labels of the tabs that it stands in, the outer one first, from one that is not open from the
    start.
    """

    kind: str
    key: str
    label: str
    place: int
    fold: int = -1
    tabs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the table calls it."""
        name = self.label or self.key.removeprefix("st-key-") or f"{self.kind} {self.place + 1}"
        return ": ".join((*self.tabs, name))

    def find(self, page: Page) -> Locator:
        """Where it stands on a page."""
        test_id = TEST_IDS[self.kind]
        if self.key:
            return page.locator(f".{self.key}").get_by_test_id(test_id).first
        return page.get_by_test_id(test_id).nth(self.place)

    def reveal(self, page: Page) -> None:
        """Open the tab and the fold that it stands in, where they are not open. The page has settled then."""
        for label in self.tabs:
            tab = page.get_by_role("tab", name=label, exact=True)
            if tab.get_attribute("aria-selected") != "true":
                tab.click()
                settle(page)
        if self.fold >= 0:
            fold = page.locator("details").nth(self.fold)
            if fold.get_attribute("open") is None:
                fold.locator("summary").click()
                # The fold opens slowly, and nothing of it can be pressed meanwhile.
                page.wait_for_timeout(600)

    def use(self, page: Page, turn: int) -> bool:
        """Choose its next value; whether there is one. The last press is what is timed."""
        return _USES[self.kind](page, self.find(page), turn)


def read_controls(page: Page) -> list[Control]:
    """The controls of a page that has settled: those in sight, in closed folds, and in every tab."""
    controls = [Control(*fields) for fields in page.evaluate(READ, [TEST_IDS, 0])]
    return [*controls, *_read_tabs(page, ())]


def _read_tabs(page: Page, above: tuple[str, ...]) -> list[Control]:
    """Those in the tabs below others, and in the tabs below those; not again what is open from the start."""
    controls: list[Control] = []
    for label, is_open in page.evaluate(READ_TABS, len(above)):
        path = (*above, label)
        if not is_open:
            page.get_by_role("tab", name=label, exact=True).click()
            settle(page)
            inside = [Control(*fields) for fields in page.evaluate(READ, [TEST_IDS, len(path)])]
            controls += [replace(control, tabs=path) for control in inside]
        controls += _read_tabs(page, path)
    return controls


def find_like(control: Control) -> Control:
    """The control of the empty page that is used in the same way."""
    return Control(LIKE.get(control.kind, control.kind), "", "Control", 0)


def _choose(page: Page, box: Locator, turn: int) -> bool:
    box.get_by_role("combobox").click()
    options = page.get_by_role("option")
    options.first.wait_for()
    # A long list is drawn in part.
    if turn >= options.count():
        page.keyboard.press("Escape")
        return False
    options.nth(turn).click()
    return True


def _add(page: Page, box: Locator, turn: int) -> bool:
    """Adds an option of a multiselect, and takes it out again the next time."""
    if turn % 2 == 0:
        chosen = _choose(page, box, turn // 2)
        return chosen
    box.get_by_role("combobox").press("Backspace")
    return True


def _drag(page: Page, slider: Locator, turn: int) -> bool:
    slider.scroll_into_view_if_needed()
    thumb, track = slider.get_by_role("slider").first.bounding_box(), slider.bounding_box()
    if thumb is None or track is None:
        return False
    height = thumb["y"] + thumb["height"] / 2
    page.mouse.move(thumb["x"] + thumb["width"] / 2, height)
    page.mouse.down()
    share = (0.2, 0.7, 0.4, 0.9, 0.3, 0.6, 0.1, 0.8)[turn % 8]
    page.mouse.move(track["x"] + share * track["width"], height, steps=2)
    page.mouse.up()
    return True


def _press(buttons: Locator, turn: int) -> bool:
    if turn >= buttons.count():
        return False
    buttons.nth(turn).click()
    return True


def _click_chart(chart: Locator, turn: int) -> bool:
    drawing = chart.locator("canvas, svg.marks").first
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    if box is None:
        return False
    x, y = ((0.5, 0.3), (0.5, 0.5), (0.5, 0.7), (0.7, 0.55), (0.3, 0.7))[turn % 5]
    drawing.click(position={"x": x * box["width"], "y": y * box["height"]})
    return True


def _switch(toggle: Locator) -> bool:
    toggle.locator("label").first.click()
    return True


_USES: dict[str, Callable[[Page, Locator, int], bool]] = {
    "selectbox": _choose,
    "multiselect": _add,
    "slider": _drag,
    # The first is chosen already on most pages: begin with the second, and come back to it.
    "segments": lambda _, element, turn: _press(element.locator("button"), turn),
    "toggle": lambda _, element, __: _switch(element),
    # The first is open already; after the last comes the first again.
    "tabs": lambda _, element, turn: _press(element.get_by_role("tab"), turn + 1),
    "rows": lambda _, element, turn: _press(element.get_by_role("button"), turn),
    "chart": lambda _, element, turn: _click_chart(element, turn),
}
