"""Notes on charts: written beside one, they stand on every chart by month of the subject."""

from __future__ import annotations

from datetime import date

import pytest

from csp.shell.chart_marks import MARKS
from csp.shell.people import NAME_KEY
from csp.topics.action_plan.chart_notes import ROADS, name_crime_chart
from csp.topics.action_plan.store import entries, reading
from csp.topics.action_plan.store.entry_records import ChartNote
from csp.topics.action_plan.store.store import default_url, open_board

SHOPLIFTING = name_crime_chart("shoplifting")


@pytest.fixture
def plan_of(board):  # noqa: ARG001 - the board of the test's own
    opened = open_board(default_url())
    yield opened, reading.find_plan(opened, "2021-22").id
    opened.close()


def keep(plan_of, chart: str, *notes: tuple[date, str]) -> None:
    opened, plan = plan_of
    for day, text in notes:
        note = ChartNote(chart, day, text)
        entries.store_chart_note(opened, plan, entries.new_key(), note, expected_version=0, who="A. Officer")


def marks(screen) -> list[list[dict]]:
    """The notes on each chart of the page that can have some."""
    sets = [screen.datasets(at) for at in range(len(screen.charts()))]
    return [each[MARKS] for each in sets if MARKS in each]


def test_a_note_written_on_trends_stands_on_the_pages_of_the_type(visit, plan_of):
    screen = visit("trends", type="Shoplifting")
    screen.app.session_state[NAME_KEY] = "A. Officer"
    screen.app.session_state["notes_open"] = True
    screen.run()
    (day,) = (each for each in screen.app.date_input if each.label == "Day")
    (text,) = (each for each in screen.app.text_input if each.label == "Note")
    day.set_value(date(2020, 5, 3))
    text.set_value("Patrols began")
    (add,) = (each for each in screen.app.button if each.label == "Add the note")
    add.click()
    screen.run()
    assert "(1) Patrols began" in [row["label"] for row in screen.datasets(0)["events"]]
    assert screen.says("(1) 3 May 2020: Patrols began")
    assert [note.content for note in entries.list_chart_notes(*plan_of)] == [
        ChartNote(SHOPLIFTING, date(2020, 5, 3), "Patrols began")
    ]
    for page in ("profile", "wards"):
        (rows,) = marks(visit(page, type="Shoplifting"))
        assert [(row["sign"], row["when"], row["text"]) for row in rows] == [
            ("(1)", "3 May 2020", "Patrols began")
        ]
        assert marks(visit(page, type="Burglary")) == [[]]


def test_notes_are_numbered_by_their_days_and_keep_their_numbers_where_one_is_off_the_axis(visit, plan_of):
    keep(plan_of, SHOPLIFTING, (date(2020, 9, 1), "Later"), (date(2010, 1, 1), "Long ago"))
    screen = visit("profile", type="Shoplifting")
    ((row,),) = marks(screen)
    assert (row["sign"], row["text"]) == ("(2)", "Later")
    assert screen.says("(1) 1 Jan 2010: Long ago; (2) 1 Sep 2020: Later")


def test_notes_on_road_casualties_stand_on_their_months(visit, plan_of):
    keep(plan_of, ROADS, (date(2020, 2, 1), "Camera began"))
    screen = visit("road_safety", road_tab="Trend")
    assert [[row["text"] for row in rows] for rows in marks(screen)] == [["Camera began"]]


def test_a_note_is_removed_by_an_editor_and_stays_on_record(visit, plan_of):
    keep(plan_of, SHOPLIFTING, (date(2020, 9, 1), "Wrong day"))
    screen = visit("profile", type="Shoplifting")
    screen.app.session_state[NAME_KEY] = "B. Chair"
    screen.app.session_state["notes_open"] = True
    screen.run()
    (remove,) = (each for each in screen.app.button if each.label == "Remove")
    (note,) = entries.list_chart_notes(*plan_of)
    remove.click()
    screen.run()
    assert marks(screen) == [[]]
    assert entries.list_chart_notes(*plan_of) == ()
    removed, kept = entries.list_versions(*plan_of, key=note.key)
    assert (removed.removed, removed.who) == (True, "B. Chair")
    assert (kept.content.text, kept.who) == ("Wrong day", "A. Officer")


def test_a_note_without_a_day_is_refused_in_one_sentence(visit, plan_of):
    screen = visit("trends", type="Shoplifting")
    screen.app.session_state[NAME_KEY] = "A. Officer"
    screen.app.session_state["notes_open"] = True
    screen.run()
    (add,) = (each for each in screen.app.button if each.label == "Add the note")
    add.click()
    screen.run()
    assert [error.value for error in screen.app.error] == ["The day of the note is missing."]
    assert entries.list_chart_notes(*plan_of) == ()
