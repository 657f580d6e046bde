"""The what-if pages in a browser: drag, read, share, keep, compare, decide."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from csp.topics.thresholds.rules import SCENARIOS
from csp.topics.thresholds.tables import FIRST, LISTED
from tests.e2e.browser import (
    GESTURE_MS,
    choose,
    click,
    fill,
    follow,
    make,
    open_tab,
    repeat,
    settled,
    title,
)

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


def limit(page: Page) -> Locator:
    """The slider of the limit: the element of our own, not Streamlit's, which holds the value unseen."""
    return page.locator(".st-key-limit_slider input")


def says(page: Page) -> str:
    """What stands beside the slider: how many warnings its stop comes to."""
    return page.locator(".st-key-limit_slider .says").inner_text()


def hold_limit(page: Page, share: float) -> None:
    """Pull the thumb of the limit to a share of its track, other than where it is, and hold it there."""
    before = limit(page).input_value()

    def pull() -> None:
        page.mouse.up()
        track = limit(page).bounding_box()
        assert track is not None
        stops = int(limit(page).get_attribute("max") or 1)
        x = track["x"] + 8 + (track["width"] - 16) * int(limit(page).input_value()) / stops
        y = track["y"] + track["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(track["x"] + share * track["width"], y, steps=5)

    repeat(pull, lambda patience: expect(limit(page)).not_to_have_value(before, timeout=patience))


def drag_limit(page: Page, share: float) -> None:
    hold_limit(page, share)
    page.mouse.up()


def choose_words(page: Page, control: str, option: str) -> None:
    """Choose an option of one of the lists of the sentence."""
    box = page.get_by_role("combobox", name=control, exact=True)

    def choose_word() -> None:
        box.click(timeout=GESTURE_MS)
        page.get_by_role("option", name=option, exact=True).click(timeout=GESTURE_MS)

    make(page, choose_word, expect(box).to_have_value, option)
    settled(page)


def heads(page: Page, key: str) -> list[str]:
    """The first cell of each row of a table, which may be drawn after the page is at rest."""
    cells = page.locator(f".st-key-{key} tbody th")
    expect(cells.first).to_be_visible()
    texts: list[str] = cells.all_inner_texts()
    return texts


def flagged(page: Page) -> int:
    """The number that the finding starts with."""
    found = re.match(r"([\d,]+) warnings?", title(page).inner_text())
    assert found, title(page).inner_text()
    return int(found[1].replace(",", ""))


def matrix_marks(page: Page) -> Locator:
    return page.locator(".st-key-matrix td.filled")


def as_editor(page: Page, name: str) -> None:
    field, button = (
        page.get_by_role("textbox", name="Your name, to record changes"),
        page.get_by_role("button", name="Continue"),
    )
    fill(field, name)
    click(button, expect(button).to_be_hidden)


def test_a_drag_changes_the_finding_the_list_and_the_map_and_nothing_else(visit: Visiting) -> None:
    page = visit().open("/what_if")
    before, rows = flagged(page), heads(page, "flagged")
    # Both lists end after the clearest.
    assert len(rows) == min(before, LISTED)
    assert heads(page, "warnings") == rows[:FIRST]
    page.locator(".st-key-versus").evaluate("node => { node.dataset.before = 'yes'; }")
    drag_limit(page, 0.4)
    expect(title(page)).to_contain_text("fewer than with Balanced")
    settled(page)
    after = flagged(page)
    assert 0 < after < before
    assert len(heads(page, "flagged")) == min(after, LISTED)
    assert set(heads(page, "flagged")) < set(rows)
    open_tab(page, "Matrix")
    expect(matrix_marks(page)).to_have_count(after)
    # The controls are the same elements: a drag does not draw them again.
    assert page.locator(".st-key-versus").get_attribute("data-before") == "yes"
    assert re.search(r"[?&]limit=\d+", page.url)


def test_a_drag_shows_its_effect_while_the_thumb_is_held(visit: Visiting) -> None:
    page = visit().open("/what_if")
    before, finding = says(page), title(page).inner_text()
    assert before == f"{flagged(page)} warnings"
    expect(page.locator(".st-key-limit_slider .note")).to_have_text(re.compile(" decide$"))
    hold_limit(page, 0.4)
    held = says(page)
    assert held != before
    # The server has not been asked yet.
    assert title(page).inner_text() == finding
    assert "limit=" not in page.url
    page.mouse.up()
    expect(title(page)).to_contain_text("fewer than with Balanced")
    settled(page)
    assert f"{flagged(page)} warnings" == held == says(page)


def test_the_limit_is_set_by_keyboard_and_comes_back_with_the_browser_s_own_way_back(visit: Visiting) -> None:
    page = visit().open("/what_if")
    limit(page).focus()
    expect(limit(page)).to_have_attribute("aria-label", "Limit")
    stop = int(limit(page).input_value()) + 9

    def press_arrow() -> None:
        for _ in range(stop - int(limit(page).input_value())):
            page.keyboard.press("ArrowRight")

    make(page, press_arrow, expect(page).to_have_url, re.compile(r"limit=75\b"))
    settled(page)
    expect(limit(page)).to_be_focused()
    assert (limit(page).get_attribute("aria-valuetext") or "").startswith(f"75%: {flagged(page)} warnings")
    # A slow machine takes the keys for more than one gesture, each of which can be taken back.
    while "limit=" in page.url:
        page.go_back()
    expect(page.locator(".st-key-limit_slider .figure")).to_have_text("30%")
    settled(page)
    assert says(page) == f"{flagged(page)} warnings"


def test_the_first_screen_has_the_sentence_the_warnings_the_map_and_the_past_year(visit: Visiting) -> None:
    page = visit(width=1366, height=768).open("/what_if")
    parts = [
        title(page),
        page.locator(".st-key-sentence"),
        page.locator(".st-key-warnings"),
        page.get_by_test_id("stVegaLiteChart").first,
        page.get_by_text(re.compile("^In the past year this would have warned ")).last,
        page.get_by_role("tab", name="List"),
    ]
    for part in parts:
        box = part.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 768
    whole = page.get_by_test_id("stMain").evaluate("node => node.scrollHeight")
    assert whole <= 2 * 768


def test_links_to_the_former_pages_open_what_they_opened(visit: Visiting) -> None:
    page = visit().open("/thresholds?watch=Each+ward&limit=75&least=5&scenarios_open=true")
    assert "/what_if?" in page.url
    assert "limit=75" in page.url
    expect(page.get_by_role("tab", name="Saved rules")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".st-key-limit_slider .figure")).to_have_text("75%")
    figures = visit().open("/figures?fell_by=20&months=3+months")
    expect(figures.get_by_role("tab", name="If figures changed")).to_have_attribute("aria-selected", "true")
    expect(figures.get_by_role("combobox", name="over", exact=True)).to_have_value("3 months")
    expect(figures.get_by_text("If Domestic abuse incidents fell by 20%.")).to_be_visible()
    home = visit().open("/overview?type=Shoplifting")
    assert home.url.endswith("/?type=Shoplifting")
    expect(title(home)).to_contain_text("Shoplifting")
    expect(home.get_by_text("Page not found")).to_have_count(0)


def test_the_address_opens_the_same_picture_in_a_fresh_browser(visit: Visiting) -> None:
    page = visit().open("/what_if")
    choose_words(page, "over", "3 months")
    clear = page.get_by_text("Only clear changes", exact=True)
    click(clear, expect(page).to_have_url, re.compile("beyond_chance=false"))
    choose_words(page, "is", "up or down")
    drag_limit(page, 0.3)
    expect(page).to_have_url(re.compile("[?&]limit="))
    settled(page)
    least = page.get_by_role("spinbutton", name="ignoring counts under")

    def type_least() -> None:
        least.fill("30")
        least.press("Enter")

    # Streamlit takes a figure away again that is typed while a run before it still answers.
    repeat(type_least, lambda patience: expect(page).to_have_url(re.compile("[?&]least="), timeout=patience))
    for key in ("over", "limit", "least", "direction"):
        expect(page).to_have_url(re.compile(f"[?&]{key}="))
    other = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    expect(other.locator(".st-key-flagged tbody tr").first).to_be_visible()
    expect(title(page)).to_have_text(title(other).inner_text())
    expect(page.get_by_text("; no longer ")).to_be_visible()
    settled(page)
    assert heads(page, "flagged") == heads(other, "flagged")
    open_tab(page, "Matrix")
    expect(page.locator(".st-key-matrix td").first).to_be_visible()
    shared = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    expect(shared.locator(".st-key-matrix td").first).to_be_visible()
    assert matrix_marks(page).count() == matrix_marks(shared).count() > 0


def test_standard_deviations_have_a_slider_of_their_own_and_come_back_by_the_address(visit: Visiting) -> None:
    page = visit().open("/what_if")
    part, radio = page.locator(".st-key-advanced"), page.get_by_role("radio", name="Standard deviations")
    figure = page.locator(".st-key-limit_slider .figure")
    click(part.locator("summary"), expect(radio).to_be_visible)
    click(radio, expect(figure).to_have_text, "3 standard deviations")
    click(part.locator("summary"), expect(radio).to_be_hidden)
    drag_limit(page, 0.5)
    expect(page).to_have_url(re.compile("limit_sd="))
    settled(page)
    count = flagged(page)
    other = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    assert flagged(other) == count
    expect(other.locator(".st-key-limit")).to_have_count(0)
    expect(other.locator(".st-key-limit_slider .figure")).to_contain_text("standard deviations")


def test_a_flagged_row_opens_the_profile_of_its_type_in_its_ward(visit: Visiting) -> None:
    page = visit().open("/what_if")
    name = heads(page, "flagged")[0].removeprefix("▲ ")
    row = page.locator(".st-key-flagged tbody th button").first
    click(row, expect(page).to_have_url, re.compile("/profile"))
    settled(page)
    label, ward = name.rsplit(", ", 1)
    expect(title(page)).to_contain_text(label)
    expect(title(page)).to_contain_text(ward)


def test_the_rule_is_kept_while_the_reader_looks_elsewhere(visit: Visiting) -> None:
    page = visit().open("/what_if")
    drag_limit(page, 0.5)
    expect(title(page)).to_contain_text("than with ")
    settled(page)
    count = flagged(page)
    follow(page, "Overview")
    expect(title(page)).to_contain_text("All crime")
    follow(page, "What if")
    expect(title(page)).to_contain_text("than with ")
    settled(page)
    assert flagged(page) == count


def ask(page: Page, label: str) -> None:
    """Open a question; nothing is done before its own button is pressed."""
    button = page.get_by_test_id("stPopoverButton").filter(has_text=label)
    click(button, expect(page.get_by_test_id("stPopoverBody")).to_be_visible)


def stop_asking(page: Page) -> None:
    make(
        page,
        lambda: page.keyboard.press("Escape"),
        expect(page.get_by_test_id("stPopoverBody")).to_have_count,
        0,
    )


def test_a_rule_is_saved_seen_made_the_baseline_after_a_question_and_deleted(visit: Visiting) -> None:
    page = visit().open("/what_if?limit=75&tab=Saved+rules")
    count = flagged(page)
    as_editor(page, "A. Officer")
    ask(page, "Save the rule in view")
    fill(page.get_by_label("Save it as"), "For the meeting")
    saved = page.get_by_text("For the meeting is saved.")
    click(page.get_by_role("button", name="Save", exact=True), expect(saved).to_be_visible)
    stop_asking(page)
    other = visit().open("/what_if?tab=Saved+rules")
    rule = other.locator(".st-key-scenarios").get_by_role("button", name="For the meeting")
    click(rule, expect(title(other)).to_contain_text, "fewer than with ")
    settled(other)
    assert flagged(other) == count
    assert "limit=75" in other.url
    ask(page, "Make this everyone's baseline")
    expect(page.get_by_text("Make “For the meeting” the baseline for everybody?")).to_be_visible()
    made = page.get_by_text("For the meeting is everyone's baseline now.")
    yes = page.get_by_role("button", name="Yes, make For the meeting the baseline")
    click(yes, expect(made).to_be_visible)
    expect(page.locator(".st-key-scenarios tbody th").filter(has_text="★ For the meeting")).to_be_visible()
    stop_asking(page)
    ask(page, "Delete this rule")
    deleted = page.get_by_text("For the meeting is deleted.")
    click(page.get_by_role("button", name="Delete For the meeting"), expect(deleted).to_be_visible)
    expect(page.locator(".st-key-scenarios tbody tr")).to_have_count(len(SCENARIOS))


def test_a_weight_that_is_dragged_changes_the_ranking(visit: Visiting) -> None:
    page = visit().open("/priorities")
    before = heads(page, "evidence")
    weight = page.locator(".st-key-weight_rank")
    click(page.locator(".st-key-change_weights summary"), expect(weight).to_be_visible)
    drag(page, "weight_rank", 0.99)
    expect(page).to_have_url(re.compile("weight_rank="))
    expect(page.locator(".st-key-evidence tbody th").nth(3)).not_to_have_text(before[3])
    settled(page)
    after = heads(page, "evidence")
    assert sorted(after) == sorted(before)
    other = visit().open(page.url.split("/", 3)[3].join(["/", ""]))
    assert heads(other, "evidence") == after


def test_a_candidate_leads_to_its_flags_and_to_its_actions(visit: Visiting) -> None:
    page = visit().open("/priorities?candidate=Domestic+abuse")
    actions = page.get_by_role("button", name="Actions of priority 1")
    click(actions, expect(page).to_have_url, re.compile("/board"))
    settled(page)
    page.go_back()
    settled(page)
    row = page.locator(".st-key-adopted tbody th button").filter(has_text="1. Domestic abuse")
    click(
        row, expect(page.get_by_role("tab", name="One candidate")).to_have_attribute, "aria-selected", "true"
    )
    expect(page.get_by_text("Domestic abuse: the evidence ")).to_be_visible()
    warnings = page.get_by_role("button", name="Warnings", exact=True)
    click(warnings, expect(page).to_have_url, re.compile("/what_if"))
    settled(page)
    open_tab(page, "Matrix")
    expect(page.locator(".st-key-matrix thead th")).to_have_count(2)


def test_the_figures_are_supposed_and_not_stored(visit: Visiting) -> None:
    page = visit().open("/what_if?tab=If+figures+changed&if_type=ASB+incidents")
    assumed = page.get_by_role("heading", name="ASB incidents would be ")
    before = assumed.inner_text()
    drag(page, "fell_by", 0.6)
    expect(assumed).not_to_have_text(before)
    settled(page)
    expect(assumed).to_contain_text("instead of 2,354")
    follow(page, "Overview")
    choose(page, "Crime type", "ASB incidents")
    expect(title(page)).to_contain_text("2,354")
