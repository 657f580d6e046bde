"""Simulated updates beside the sample: labelled on every page, removed in one click, apart from real ones."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from csp.data import database
from csp.data.store import Store
from csp.imports.formats.police import import_street
from csp.shell import people
from csp.topics.action_plan import fetch
from csp.topics.action_plan.forms.simulation import REMOVE, SHOW
from csp.topics.action_plan.rules.simulated import list_simulated
from csp.topics.action_plan.store import actions, plan_export, plans, reading
from csp.topics.action_plan.store.records import ActionDraft, PlanDraft
from csp.topics.report.arrangement import Arrangement, Part, arrange_by_default
from csp.topics.report.build import build_document
from csp.topics.report.fetch import fetch_field_words, open_context, read_day
from csp.topics.report.sections import build_blocks
from csp.topics.report.texts import Texts
from tests.pages.action_plan.screens import (
    PLAN,
    as_editor,
    cards,
    labels,
    named,
    press,
    report,
    settings_with,
    title,
)

LABEL = "Simulated updates, as on 6 Dec 2021"


@pytest.fixture
def plan(board):
    return reading.find_plan(board, "2021-22")


def texts_of(screen):
    return " ".join([*screen.captions, screen.text])


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("board", {}),
        ("board", {"look": "Table"}),
        ("action", {"action": "DA-01"}),
        ("quarter", {}),
        ("agencies", {}),
        ("overview", {"overview_tab": "Priorities"}),
        ("meeting", {}),
    ],
)
def test_every_page_with_simulated_updates_says_so(visit, page, query):
    assert LABEL in texts_of(visit(page, **query))


def test_the_tile_of_the_overview_says_so(visit):
    tile = visit("overview").tiles("figures")["overdue"]
    assert tile["note"] == "of 57 actions in plan 2021-22, simulated updates"
    assert int(tile["figure"]) > 0


def test_a_newcomer_sees_a_living_board(visit):
    screen = visit("board")
    assert set(cards(screen)) == {"not started", "on track", "at risk", "off track", "complete"}
    assert sum(map(len, cards(screen).values())) == len(PLAN)
    lanes = screen.component("cards")["lanes"]
    every = [card for lane in lanes for cell in lane["cells"].values() for card in cell]
    assert {card["updated"].split(" ", 2)[2] for card in every} == {"Simulated updates"}
    assert any(card["late"] for card in every)


def test_a_measure_has_a_trend_and_its_chart_says_that_it_is_simulated(visit):
    screen = visit("action", action="DA-01", action_tab="Its measure")
    values = [row["value"] for row in screen.datasets(0)["values"]]
    assert len(values) == 2
    assert values[0] < values[1]
    assert "Simulated updates, action plan 2021-22" in str(screen.words(0))
    items = visit("action", action="DA-01").component("history")["items"]
    simulated = [item for item in items if "Simulated updates" in item["by"]]
    assert [item["note"].startswith("Simulated. ") for item in simulated] == [True, True]


def test_a_simulated_update_cannot_be_corrected(visit):
    items = as_editor(visit("action", action="DA-01")).component("history")["items"]
    assert not any("correct" in item for item in items)


def test_a_completed_action_has_an_effect(visit, plan):
    complete = [
        each
        for each in fetch.fetch_listing(plan).actions
        if each.status == "complete" and each.linked_measure == "criminal_damage"
    ]
    screen = visit("action", action=complete[0].ref, action_tab="Did it work?")
    assert screen.says(f"here {complete[0].ref} counts as begun on 1 Jul 2019")
    (finding,) = (each.value for each in screen.app.header if "effect" in each.value)
    assert "a clear effect" in finding
    # Its own start is what it was.
    assert action_of(plan, complete[0].ref).started == plan.start


def action_of(plan, ref):
    return next(each for each in fetch.fetch_listing(plan).actions if each.ref == ref)


def test_an_editor_removes_them_in_one_click_and_brings_them_back(visit, plan):
    screen = as_editor(visit("board"))
    press(screen, REMOVE)
    assert set(cards(screen)) == {"not started"}
    assert "imulated updates, as on" not in texts_of(screen)
    assert list_simulated(fetch.fetch_listing(plan)) == []
    press(screen, SHOW)
    assert LABEL in texts_of(screen)
    assert len(list_simulated(fetch.fetch_listing(plan))) == len(PLAN)


def test_who_has_given_no_name_gives_it_with_the_same_step(visit, plan):
    screen = visit("board")
    named(screen.app.text_input, "Your name, to record changes").input(" ")
    press(screen, "Remove")
    assert [error.value for error in screen.app.error] == [
        "Say who you are: the record keeps a name with every change."
    ]
    assert fetch.is_simulated(plan)
    named(screen.app.text_input, "Your name, to record changes").input("A. Chair")
    press(screen, "Remove")
    assert not fetch.is_simulated(plan)
    assert screen.app.session_state[people.NAME_KEY] == "A. Chair"


def test_a_viewer_has_no_such_button(visit, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    screen = as_editor(visit("board"), "A. Guest")
    assert LABEL in texts_of(screen)
    assert REMOVE not in labels(screen.app.button)


def test_the_first_real_update_takes_the_place_of_all_that_is_simulated(visit, board):
    report(board, "DA-01", note="A real one", who="B. Officer")
    screen = visit("action", action="DA-01")
    notes = [item["note"] for item in screen.component("history")["items"] if item.get("note")]
    assert notes == ["A real one"]
    assert "Recorded by the partnership; the plan is seen as on 6 Dec 2021" in texts_of(screen)
    assert "Simulated updates of 56 actions, as on 6 Dec 2021; 1 with real ones." in texts_of(visit("board"))


def test_what_people_add_is_theirs_and_nothing_is_simulated_of_it(visit, board, plan):
    actions.add_action(board, plan.id, ActionDraft("DA-99", 1, "An action of our own"), who="A. Chair")
    assert "DA-99" in cards(visit("board"))["not started"]
    assert action_of(plan, "DA-99").latest is None


def test_files_hold_what_people_recorded_alone(visit, board, plan):
    report(board, "DA-01", note="A real one")
    recorded = fetch.fetch_recorded_listing(plan)
    rows = list(csv.DictReader(io.StringIO(plan_export.to_csv(recorded).decode("utf-8-sig"))))
    assert [row["id"] for row in rows if row["note"]] == ["DA-01"]
    screen = visit("plans")
    assert screen.says("Simulated updates are left out here")
    assert "56 unfinished" not in title(screen)
    assert "57 unfinished" in title(screen)


def test_a_form_asks_of_the_quarter_that_the_board_is_in_and_tells_nothing_simulated(plan):
    listing = fetch.fetch_asked_listing(plan)
    assert listing.quarter == fetch.fetch_listing(plan).quarter
    assert not any(each.latest for each in listing.actions)


def test_a_file_of_a_page_says_so_in_every_row(visit):
    screen = visit("board", look="Table")
    outputs = screen.app.session_state["page_outputs"]
    rows = list(csv.DictReader(io.StringIO(outputs.write_csv("action plan 2021-22"))))
    assert {row["Simulated updates"] for row in rows} == {f"{LABEL}."}


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("assessment", "action_plan"),
        ("assessment", "review"),
        ("briefing", "key_figures"),
        ("briefing", "overdue"),
        ("since", "since_actions"),
    ],
)
def test_a_report_says_so_in_every_part_that_has_them(visit, kind, section):
    context = open_context(filters_of(visit), arrange_by_default(kind), Texts(), read_day())
    assert "imulated updates" in str(build_blocks(context, section))


def test_a_report_says_so_of_its_figures_in_words_and_in_the_notes_of_its_file(visit):
    filters = filters_of(visit)
    context = open_context(filters, arrange_by_default("since"), Texts(), read_day())
    words = fetch_field_words(context, ["plan.complete", "plan.overdue", "plan.actions"])
    assert [text.endswith(" (simulated updates)") for text in words.values()] == [True, True, False]
    document = build_document(filters, Arrangement("briefing", (Part("overdue"),)))
    assert ("Action plan", f"{LABEL}.") in document.about


def filters_of(visit):
    return visit("county").app.session_state["frame_filters"]


def test_changes_since_a_day_agree_with_the_board(plan, board):
    every = fetch.fetch_changes(plan, datetime(2021, 9, 1, tzinfo=UTC))
    assert {each.action.ref for each in every.movements} == {row["id"] for row in PLAN}
    assert every.added == []
    late = fetch.fetch_changes(plan, datetime(2021, 11, 1, tzinfo=UTC)).movements
    listing = fetch.fetch_listing(plan)
    assert {each.action.ref for each in late} == {
        each.ref for each in listing.actions if each.marks[-1] is not None
    }
    moved = next(each for each in late if each.action.status == "complete")
    assert (moved.before, moved.action) == ("on track", action_of(plan, moved.action.ref))
    # A day of the reader's own counts as long ago as it was.
    ago = board.now() - timedelta(days=35)
    assert len(fetch.fetch_changes(plan, ago).movements) == len(late)
    assert fetch.fetch_changes(plan, board.now()).movements == []


def test_an_action_with_a_real_update_alone_counts_by_its_own_day(plan, board):
    report(board, "DA-01", note="A real one")
    changes = fetch.fetch_changes(plan, board.now() - timedelta(minutes=5))
    assert [each.action.ref for each in changes.movements] == ["DA-01"]
    assert [entry.update.note for entry in changes.movements[0].updates] == ["A real one"]


def test_a_plan_of_ones_own_has_none(visit, board):
    draft = PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), {1: "Burglary"})
    own = plans.add_plan(board, draft, who="A. Chair")
    actions.add_action(board, own.id, ActionDraft("BU-01", 1, "Lock doors"), who="A. Chair")
    assert not fetch.is_simulated(own)
    screen = as_editor(visit("board", plan="2022-23"))
    assert cards(screen) == {"not started": ["BU-01"]}
    assert "imulated" not in texts_of(screen)
    assert not {REMOVE, SHOW} & set(labels(screen.app.button))


def test_imported_police_data_ends_them(visit, tmp_path, monkeypatch, street):
    assert import_street([street()], Store(tmp_path / "extracts")).ok
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    database.forget_stamp()
    screen = as_editor(visit("board"))
    assert set(cards(screen)) == {"not started"}
    assert "imulated updates" not in texts_of(screen)
    assert not {REMOVE, SHOW} & set(labels(screen.app.button))
