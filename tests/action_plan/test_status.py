"""Statuses, quarters, due dates and the reading of a history."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.topics.action_plan.store import status
from csp.topics.action_plan.store.status import Quarter, Status


def test_every_status_has_a_word_and_a_shape_of_its_own() -> None:
    assert [state.value for state in Status] == [
        *("not started", "on track", "at risk", "off track", "complete", "stopped")
    ]
    assert len({state.rag.shape for state in Status}) == len(Status)
    assert all(state.rag.word.lower() == state.value for state in Status)


@pytest.mark.parametrize(
    ("day", "year_start", "label", "months"),
    [
        (date(2021, 4, 1), 1, "Q1 2021/22 (Apr to Jun)", "Apr to Jun 2021"),
        (date(2021, 12, 31), 1, "Q3 2021/22 (Oct to Dec)", "Oct to Dec 2021"),
        (date(2021, 4, 1), 4, "Q1 2021/22 (Apr to Jun)", "Apr to Jun 2021"),
        (date(2022, 3, 31), 4, "Q4 2021/22 (Jan to Mar)", "Jan to Mar 2022"),
        (date(2021, 1, 31), 11, "Nov 2020 to Jan 2021", "Nov 2020 to Jan 2021"),
        (date(2021, 2, 1), 11, "Feb to Apr 2021", "Feb to Apr 2021"),
        (date(2021, 6, 30), 7, "Q1 2021/22 (Apr to Jun)", "Apr to Jun 2021"),
        (date(1999, 12, 1), 4, "Q3 1999/00 (Oct to Dec)", "Oct to Dec 1999"),
    ],
)
def test_a_quarter_is_named_after_the_financial_year_and_its_months(
    day: date, year_start: int, label: str, months: str
) -> None:
    quarter = Quarter.of(day, year_start)
    assert (quarter.label, quarter.months) == (label, months)
    assert Quarter.parse(label, year_start) == quarter
    assert Quarter.parse(label.partition(" (")[0], year_start) == quarter


@pytest.mark.parametrize(
    ("label", "year_start", "start"),
    [
        ("2021 Q2", 1, date(2021, 4, 1)),
        ("2021-22 Q1", 4, date(2021, 4, 1)),
        ("2021/22 Q4", 4, date(2022, 1, 1)),
        ("2020-21 Q1", 11, date(2020, 11, 1)),
        ("1999-00 Q3", 4, date(1999, 10, 1)),
    ],
)
def test_a_label_as_it_was_written_before_is_the_same_quarter(
    label: str, year_start: int, start: date
) -> None:
    assert Quarter.parse(label, year_start) == Quarter.of(start, year_start)


@pytest.mark.parametrize(
    ("text", "year_start"),
    [
        ("Q5 2021/22", 1), ("Q4 2021/23", 1), ("Q4 2021/22 (Apr to Jun)", 1),
        ("Q4 2021/22 (Jan to Mar) ?", 1),
        ("Q4 2021/22", 11), ("Jan to Mar 2022", 1), ("Feb to Apr 2022", 1), ("Nov to Jan 2022", 11),
    ],
)  # fmt: skip
def test_a_label_of_no_quarter_is_refused(text: str, year_start: int) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Quarter.parse(text, year_start)


@pytest.mark.parametrize("text", ["2021 Q5", "2021-22 Q2", "Q2 2021", "2021", "", "2021 Q2 ", "٢٠٢١ Q2"])
def test_a_label_of_another_kind_of_year_is_no_quarter(text: str) -> None:
    if text == "2021 Q2 ":
        assert Quarter.parse(text, 1).label == "Q1 2021/22 (Apr to Jun)"
        return
    with pytest.raises(ValueError, match=r".*"):
        Quarter.parse(text, 1)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.sampled_from([1, 4, 7, 11]), st.integers(-40, 40))
def test_a_day_lies_in_its_quarter_and_shifts_undo_each_other(day: date, start: int, by: int) -> None:
    quarter = Quarter.of(day, start)
    assert quarter.start <= day <= quarter.end
    assert quarter.shift(by).shift(-by) == quarter
    assert Quarter.parse(quarter.label, start) == quarter


def test_the_quarters_of_a_plan_are_those_with_a_day_in_it() -> None:
    quarters = status.list_quarters(date(2021, 4, 1), date(2022, 3, 31), 1)
    assert [quarter.label for quarter in quarters] == [
        "Q1 2021/22 (Apr to Jun)",
        "Q2 2021/22 (Jul to Sep)",
        "Q3 2021/22 (Oct to Dec)",
        "Q4 2021/22 (Jan to Mar)",
    ]


@pytest.mark.parametrize(
    ("label", "year_start", "period"),
    [
        ("2021-22", 1, (date(2021, 4, 1), date(2022, 3, 31))),
        ("2021-22", 11, (date(2021, 11, 1), date(2022, 10, 31))),
        ("2021", 1, (date(2021, 1, 1), date(2021, 12, 31))),
    ],
)
def test_a_plan_label_names_a_year(label: str, year_start: int, period: tuple[date, date]) -> None:
    assert status.parse_plan_period(label, year_start) == period


@pytest.mark.parametrize("label", ["2021-23", "21-22", "next year", ""])
def test_other_plan_labels_name_none(label: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        status.parse_plan_period(label, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-09-30", date(2021, 9, 30)),
        ("30/09/2021", date(2021, 9, 30)),
        ("5.1.2022", date(2022, 1, 5)),
        ("30th September 2021", date(2021, 9, 30)),
        ("1 Sept 2021", date(2021, 9, 1)),
        ("February 2024", date(2024, 2, 29)),
        ("December 2021", date(2021, 12, 31)),
        ("ongoing", None),
        ("Autumn 2021", None),
        ("", None),
        ("before the summer fair", None),
    ],
)
def test_due_dates_are_read_and_words_are_left_as_words(text: str, day: date | None) -> None:
    assert status.parse_due(text) == day


@pytest.mark.parametrize("text", ["31/02/2021", "2021-13-01", "30/09/21", "30 February 2021", "12345"])
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        status.parse_due(text)


def test_overdue_is_after_the_due_day_and_only_while_unfinished() -> None:
    due = date(2021, 9, 30)
    assert not status.is_overdue(due, due, Status.OFF_TRACK)
    assert status.is_overdue(due, date(2021, 10, 1), Status.ON_TRACK)
    assert not status.is_overdue(due, date(2021, 10, 1), Status.COMPLETE)
    assert not status.is_overdue(due, date(2021, 10, 1), Status.STOPPED)
    assert not status.is_overdue(None, date(2021, 10, 1), Status.AT_RISK)


class Entry(NamedTuple):
    id: str
    version: int
    quarter: Quarter
    corrects: str | None


def _entry(version: int, quarter: int, corrects: int | None = None) -> Entry:
    when = Quarter(date(2021, 1, 1), 1).shift(quarter)
    return Entry(f"u{version}", version, when, None if corrects is None else f"u{corrects}")


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    history = [_entry(1, 0), _entry(2, 1), _entry(3, 0, corrects=1)]
    assert [entry.version for entry in status.list_in_force(history)] == [3, 2]


def test_a_correction_can_be_corrected_and_can_move_to_another_quarter() -> None:
    history = [_entry(1, 0), _entry(2, 1), _entry(3, 0, corrects=1), _entry(4, 2, corrects=3)]
    assert [entry.version for entry in status.list_in_force(history)] == [2, 4]


def test_filling_in_a_missed_quarter_does_not_move_the_action_back() -> None:
    history = [_entry(1, 2), _entry(2, 1)]
    assert [entry.version for entry in status.list_in_force(history)] == [2, 1]
