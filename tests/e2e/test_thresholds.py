"""The what-if pages in a browser: drag, read, share, keep, compare, decide."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import choose, follow, repeat, settled, title

Visiting = Callable[..., object]


def drag(page: Page, key: str, share: float) -> None:
    """Drag the thumb of a slider to a share of its track, other than where it is."""
    slider = page.locator(f".st-key-{key} [data-testid=stSlider]")
    thumb = slider.get_by_role("slider")
    before = thumb.input_value()

    def pull() -> None:
        track, at = slider.bounding_box(), thumb.bounding_box()
        assert track is not None
        assert at is not None
        page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
        page.mouse.down()
        page.mouse.move(track["x"] + share * track["width"], at["y"] + at["height"] / 2, steps=5)
        page.mouse.up()

    repeat(pull, lambda patience: expect(thumb).not_to_have_value(before, timeout=patience))


def heads(page: Page, key: str) -> list[str]:
    """The first cell of each row of a table."""
    cells: list[str] = page.locator(f".st-key-{key} tbody th").all_inner_texts()
    return cells


def flagged(page: Page) -> int:
    """The number that the finding starts with."""
    found = re.match(r"([\d,]+) warnings?", title(page).inner_text())
    assert found, title(page).inner_text()
    return int(found[1].replace(",", ""))


def matrix_marks(page: Page) -> Locator:
    return page.locator(".st-key-matrix td.filled")


def as_editor(page: Page, name: str) -> None:
    page.get_by_role("textbox", name="Your name, to record changes").fill(name)
    page.get_by_role("button", name="Continue").click()


def test_a_drag_changes_the_finding_the_list_and_the_matrix_and_nothing_else(visit: Visiting) -> None:
    page = visit().open("/thresholds")
    before, rows = flagged(page), heads(page, "flagged")
    assert len(rows) == before == matrix_marks(page).count()
    page.locator(".st-key-versus").evaluate("node => { node.dataset.before = 'yes'; }")
    drag(page, "limit", 0.4)
    expect(title(page)).to_contain_text("fewer than with Balanced")
    settled(page)
    after = flagged(page)
    assert 0 < after < before
    assert len(heads(page, "flagged")) == after
    assert set(heads(page, "flagged")) < set(rows)
    expect(matrix_marks(page)).to_have_count(after)
    # The controls are the same elements: a drag does not draw them again.
    assert page.locator(".st-key-versus").get_attribute("data-before") == "yes"
    assert re.search(r"[?&]limit=\d+", page.url)


def test_the_address_opens_the_same_picture_in_a_fresh_browser(visit: Visiting) -> None:
    page = visit().open("/thresholds")
    page.get_by_role("radio", name="3 months").click()
    page.get_by_text("Only clear changes", exact=True).click()
    page.get_by_role("radio", name="Both").click()
    drag(page, "limit", 0.3)
    drag(page, "least", 0.15)
    page.wait_for_function("['over', 'limit', 'least', 'direction'].every(k => location.search.includes(k))")
    expect(page.get_by_text("; no longer ")).to_be_visible()
    settled(page)
    picture = (title(page).inner_text(), heads(page, "flagged"), matrix_marks(page).count())
    other = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    assert (title(other).inner_text(), heads(other, "flagged"), matrix_marks(other).count()) == picture


def test_standard_deviations_have_a_slider_of_their_own_and_come_back_by_the_address(visit: Visiting) -> None:
    page = visit().open("/thresholds")
    page.get_by_role("button", name="Advanced").click()
    page.get_by_role("radio", name="Standard deviations").click()
    expect(page.locator(".st-key-limit_sd")).to_be_visible()
    drag(page, "limit_sd", 0.5)
    page.wait_for_function("location.search.includes('limit_sd')")
    settled(page)
    count = flagged(page)
    other = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    assert flagged(other) == count
    expect(other.locator(".st-key-limit")).to_have_count(0)


def test_a_flagged_row_opens_the_profile_of_its_type_in_its_ward(visit: Visiting) -> None:
    page = visit().open("/thresholds")
    name = heads(page, "flagged")[0].removeprefix("▲ ")
    page.locator(".st-key-flagged tbody th button").first.click()
    page.wait_for_url("**/profile*")
    settled(page)
    label, ward = name.rsplit(", ", 1)
    expect(title(page)).to_contain_text(label)
    expect(title(page)).to_contain_text(ward)


def test_the_rule_is_kept_while_the_reader_looks_elsewhere(visit: Visiting) -> None:
    page = visit().open("/thresholds")
    drag(page, "limit", 0.5)
    expect(title(page)).to_contain_text("than with ")
    settled(page)
    count = flagged(page)
    follow(page, "Overview")
    expect(title(page)).to_contain_text("All crime")
    follow(page, "Thresholds")
    expect(title(page)).to_contain_text("than with ")
    settled(page)
    assert flagged(page) == count


def test_a_scenario_is_saved_loaded_and_deleted(visit: Visiting) -> None:
    page = visit().open("/thresholds?limit=75&scenarios_open=true")
    count = flagged(page)
    as_editor(page, "A. Officer")
    page.get_by_label("Save the rule above as").fill("For the meeting")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("For the meeting is saved.")).to_be_visible()
    settled(page)
    other = visit().open("/thresholds")
    other.locator(".st-key-scenarios").get_by_role("button", name="For the meeting").click()
    expect(title(other)).to_contain_text("fewer than with ")
    settled(other)
    assert flagged(other) == count
    assert "limit=75" in other.url
    choose_scenario(page, "For the meeting")
    page.get_by_test_id("stPopoverButton").filter(has_text="Delete").click()
    page.get_by_role("button", name="Delete For the meeting").click()
    expect(page.get_by_text("For the meeting is deleted.")).to_be_visible()
    expect(page.locator(".st-key-scenarios tbody tr")).to_have_count(3)


def choose_scenario(page: Page, name: str) -> None:
    box = page.get_by_role("combobox", name="Scenario", exact=True)
    box.click()
    box.fill(name)
    page.get_by_role("option", name=name, exact=True).click()
    settled(page)


def test_a_weight_that_is_dragged_changes_the_ranking(visit: Visiting) -> None:
    page = visit().open("/priorities")
    before = heads(page, "evidence")
    page.locator(".st-key-change_weights summary").click()
    expect(page.locator(".st-key-weight_harm")).to_be_visible()
    drag(page, "weight_harm", 0.99)
    page.wait_for_function("location.search.includes('weight_harm')")
    expect(page.locator(".st-key-evidence tbody th").nth(2)).not_to_have_text(before[2])
    settled(page)
    after = heads(page, "evidence")
    assert sorted(after) == sorted(before)
    other = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    assert heads(other, "evidence") == after


def test_a_candidate_leads_to_its_flags_and_to_its_actions(visit: Visiting) -> None:
    page = visit().open("/priorities?candidate=Domestic+abuse")
    page.get_by_role("button", name="Actions of priority 1").click()
    page.wait_for_url("**/board*")
    settled(page)
    page.go_back()
    settled(page)
    page.locator(".st-key-adopted tbody th button").filter(has_text="1. Domestic abuse").click()
    expect(page.get_by_text("Domestic abuse: the evidence supports retaining it")).to_be_visible()
    page.get_by_role("button", name="Warnings", exact=True).click()
    page.wait_for_url("**/thresholds*")
    settled(page)
    expect(page.locator(".st-key-matrix thead th")).to_have_count(2)


def test_the_figures_are_supposed_and_not_stored(visit: Visiting) -> None:
    page = visit().open("/figures")
    before = title(page).inner_text()
    drag(page, "fell_by", 0.6)
    expect(title(page)).not_to_have_text(before)
    settled(page)
    expect(title(page)).to_contain_text("instead of 2,354")
    follow(page, "Overview")
    choose(page, "Crime type", "ASB incidents")
    expect(title(page)).to_contain_text("2,354")
