"""What holds for every page of the menu, also for pages added later."""

from __future__ import annotations

import re
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import Page, expect

from csp.shell.pages import PAGES, TYPE, WARDS
from tests.e2e.browser import (
    ARTEFACTS,
    click,
    filter_bar,
    filter_box,
    follow,
    hold_charts,
    menu_link,
    page_path,
    row_link,
    settled,
    title,
)

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
MODES = ("light", "dark")
SIZES = ((1440, 900), (1920, 1080))

every_page = pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.file)
every_mode = pytest.mark.parametrize("mode", MODES)

# The last page of each kind: whether its bar has the type, or other filters, and whether it is in a section.
KINDS = {(TYPE in spec.filters, bool(spec.filters), spec.section): spec for spec in PAGES}


def to_full_height(page: Page, width: int, height: int) -> None:
    """Make the window as high as the page, so that all of it is drawn and on the picture."""
    whole = page.get_by_test_id("stMain").evaluate("node => node.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, whole)})
    settled(page)


@pytest.mark.parametrize("spec", KINDS.values(), ids=lambda spec: spec.file)
def test_a_deep_link_shows_the_whole_page_on_a_server_that_nobody_has_opened(spec, fresh_dashboard, visit):
    """Also true of every other page, by tests/pages/test_frame.py, which starts no server for each."""
    page = visit(fresh_dashboard).open(f"{page_path(spec.file)}?type=Shoplifting")
    if TYPE in spec.filters:
        expect(filter_box(page, "Crime type")).to_have_value("Shoplifting")
    expect(title(page)).not_to_be_empty()
    for other in PAGES:
        expect(menu_link(page, other.section or other.title)).to_be_visible()
    for other in spec.siblings:
        expect(row_link(page, other.title)).to_be_visible()


def has_filter(page: Page) -> bool:
    return filter_bar(page).get_by_role("combobox").filter(visible=True).count() > 0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (360, 740)])
def test_the_menu_leads_to_every_page_and_keeps_the_filters(width, height, visit):
    """Also past pages that show no filter: the address names them there, so that Back finds them again."""
    page = visit(width=width, height=height).open("/?type=Shoplifting")
    steps, last = page.evaluate("history.length"), PAGES[0]
    for spec in (*PAGES[1:], PAGES[0]):
        follow(page, spec.title)
        steps, last = steps + len({spec.entry, spec} - {last}), spec
        page.wait_for_url(f"**{page_path(spec.file)}?type=Shoplifting")
        assert has_filter(page) == bool(spec.filters & {TYPE, WARDS})
        assert page.evaluate("history.length") == min(steps, 50), "one page is one step back"
    expect(filter_box(page, "Crime type")).to_have_value("Shoplifting")


def test_back_from_the_pages_of_the_plan_finds_the_filters_again(visit):
    page = visit().open("/trends?type=Shoplifting")
    for name in ("Agencies", "Data", "Wards"):
        follow(page, name)
    for name, address in (("Data", "data"), ("Agencies", "agencies"), ("Quarterly review", "quarter")):
        page.go_back()
        expect(page).to_have_title(name)
        page.wait_for_url(f"**/{address}?type=Shoplifting")
        settled(page)
    page.go_back()
    expect(title(page)).to_contain_text("Shoplifting")
    expect(filter_box(page, "Crime type")).to_have_value("Shoplifting")


def test_the_menu_is_flat_and_marks_the_page_that_is_open(visit):
    page = visit(width=1366, height=768).open("/board")
    menu = page.get_by_test_id("stTopNav")
    names = [link.inner_text() for link in menu.get_by_role("link").filter(visible=True).all()]
    assert [name.split("\n")[-1] for name in names] == list(
        dict.fromkeys(s.section or s.title for s in PAGES)
    )
    expect(menu.get_by_role("button")).to_have_count(0)
    weights = {name: menu_link(page, name).evaluate(WEIGHT) for name in ("Action plan", "Overview")}
    assert int(weights["Action plan"]) > int(weights["Overview"])


WEIGHT = "node => getComputedStyle(node).fontWeight"


@every_page
@every_mode
def test_the_page_is_drawn_in_its_mode_and_can_be_read_by_everyone(spec, mode, visit):
    """Also takes the pictures that are kept as artefacts."""
    page = visit(dark=mode == "dark").open(page_path(spec.file))
    ARTEFACTS.mkdir(exist_ok=True)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        page.screenshot(path=ARTEFACTS / f"{spec.file}-{width}x{height}-{mode}.png")
    to_full_height(page, *SIZES[0])
    page.screenshot(path=ARTEFACTS / f"{spec.file}-whole-{mode}.png")
    assert is_dark(page) == (mode == "dark")
    # In the dark the page differs in its colours alone.
    rules = ["color-contrast"] if mode == "dark" else []
    assert find_faults(page, rules) == []
    tabs = page.get_by_role("tab")
    for tab in tabs.all()[1:]:
        click(tab, expect(tab).to_have_attribute, "aria-selected", "true")
        settled(page)
        assert find_faults(page, rules) == [], tab.inner_text()


def is_dark(page: Page) -> bool:
    """Whether the page's background is nearer to black than to white."""
    colour = page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor")
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return red + green + blue < 3 * 128


def find_faults(page: Page, rules: list[str]) -> list[str]:
    """What axe-core finds in the page: headings out of order and text outside of landmarks too.

    rules: those that are looked at, all of them where there are none.
    """
    page.evaluate(AXE)
    problems = page.evaluate(
        """async (rules) => {
          const only = rules.length ? { runOnly: rules } : {};
          const result = await axe.run(document, { resultTypes: ["violations"], ...only });
          const faults = result.violations
            .flatMap(rule => rule.nodes
              .map(node => `${rule.impact} ${rule.id} (${rule.help}): ${node.html.slice(0, 300)}`));
          return {passes: result.passes.length, faults: [...new Set(faults)]};
        }""",
        rules,
    )
    assert problems["passes"], "axe looked at nothing"
    faults: list[str] = problems["faults"]
    return faults


def cut_off(page: Page) -> list[str]:
    """Figures and sentences that are wider than the box they stand in."""
    overflows = page.evaluate(
        """() => [...document.querySelectorAll(`
          [data-testid=stMain] :is(h1, h2, h3, p, li),
          [data-testid=stMetricValue],
          [data-testid=stMetricDelta]`)]
          .filter(node => getComputedStyle(node).display !== "inline")
          .filter(node => node.scrollWidth > node.clientWidth + 1)
          .map(node => node.textContent)"""
    )
    assert isinstance(overflows, list)
    return overflows


@every_page
def test_on_a_small_laptop_nothing_is_cut_off_and_a_page_is_at_most_two_screens_high(spec, visit):
    width, height = 1366, 768
    page = visit(width=width, height=height).open(page_path(spec.file))
    hold_charts(page)
    main = page.get_by_test_id("stMain")
    whole = main.evaluate("node => node.scrollHeight")
    to_full_height(page, width, height)
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    assert cut_off(page) == []
    assert whole <= 2 * height


@every_page
def test_a_phone_has_the_whole_page_in_its_width(spec, visit):
    page = visit(width=390, height=844).open(page_path(spec.file))
    hold_charts(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    assert cut_off(page) == []
