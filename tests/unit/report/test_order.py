"""The sections of a report as a list that is put in order."""

from __future__ import annotations

from csp.topics.action_plan.store.report_records import SectionChoice
from csp.topics.report.arrangement import ASSESSMENT, BRIEFING
from csp.topics.report.authoring import order

LABELS = {"robbery": "Robbery", "burglary": "Burglary", "shoplifting": "Shoplifting"}
USUAL = order.list_usual("assessment", ["robbery"])


def keys(sections: order.Sections) -> list[str]:
    return [each.key for each in sections]


def test_the_usual_order_has_the_chosen_crime_types_behind_what_stands_out():
    assert keys(USUAL)[: keys(USUAL).index("crime:robbery")] == [
        *("introduction", "review", "all_crime", "trend", "stands_out")
    ]
    assert all(each.included and not each.title for each in USUAL)
    assert keys(order.list_usual("briefing", [])) == [spec.key for spec in BRIEFING]


def test_a_kept_order_comes_back_with_what_is_new_behind_its_predecessor():
    kept = (
        SectionChoice("all_crime", title="Crime"),
        SectionChoice("crime:robbery"),
        SectionChoice("glossary", False),
        SectionChoice("introduction"),
    )
    fitted = order.fit_kept(kept, "assessment", LABELS)
    assert set(keys(fitted)) == {*(spec.key for spec in ASSESSMENT), "crime:robbery"}
    assert [each for each in fitted if each in kept] == list(kept)
    at = keys(fitted).index
    assert at("trend") == at("all_crime") + 1
    assert at("review") == at("introduction") + 1


def test_what_there_is_no_more_is_left_out_of_a_kept_order():
    kept = (SectionChoice("crime:arson"), SectionChoice("gone"), *USUAL)
    assert order.fit_kept(kept, "assessment", LABELS) == USUAL
    briefing = order.fit_kept((SectionChoice("crime:robbery"), *USUAL), "briefing", LABELS)
    assert keys(briefing) == [spec.key for spec in BRIEFING]


def test_crime_types_are_chosen_and_taken_away_without_moving_the_others():
    more = order.choose_crime_types(USUAL, ["robbery", "burglary"])
    at = keys(more).index
    assert at("crime:burglary") == at("crime:robbery") + 1
    assert order.list_crime_types(more) == ["robbery", "burglary"]
    none = order.choose_crime_types(more, [])
    assert keys(none) == [spec.key for spec in ASSESSMENT]
    again = order.choose_crime_types(none, ["shoplifting"])
    assert keys(again).index("crime:shoplifting") == keys(again).index("stands_out") + 1
    # Where the author has put the section before, the first crime type still follows it.
    moved = (*(each for each in none if each.key != "stands_out"), SectionChoice("stands_out"))
    assert keys(order.choose_crime_types(moved, ["robbery"]))[-1] == "crime:robbery"


def test_entries_say_what_a_section_is_and_is_called():
    entries = order.build_entries(
        (SectionChoice("crime:robbery", False), SectionChoice("trend", title="Years")), "assessment", LABELS
    )
    assert [(e["id"], e["included"], e["title"], e["usual"]) for e in entries] == [
        ("crime:robbery", False, "", "Robbery"),
        ("trend", True, "Years", "The three-year trend"),
    ]
    assert all(entry["about"] for entry in entries)


def test_what_the_browser_sends_is_taken_as_far_as_it_can_be_true():
    sections = tuple(SectionChoice(key) for key in ("a", "b", "c"))
    rows = [
        {"id": "c", "included": False, "title": "  New \n title "},
        {"id": "x", "included": True, "title": ""},
        {"id": "c", "included": True, "title": ""},
        {"id": "a", "included": "yes", "title": "t" * 500},
    ]
    assert order.read_rows(rows, sections) == (
        SectionChoice("c", False, "New title"),
        SectionChoice("a", False, "t" * 120),
        SectionChoice("b"),
    )
    assert order.read_rows([], sections) == sections


def test_a_report_is_built_of_what_is_included():
    sections = (
        SectionChoice("trend", title="Years"),
        SectionChoice("glossary", False),
        SectionChoice("review"),
    )
    arrangement = order.arrange(sections, "assessment", None)
    assert [(part.key, part.title) for part in arrangement.parts] == [("trend", "Years"), ("review", "")]
    assert order.name_sections(sections, "assessment", LABELS)["trend"] == "Years"
