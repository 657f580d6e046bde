"""What is said of one month, of months that were delivered again, and of what is removed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csp.core.incomplete_cells import IncompleteCell
from csp.core.measures import read_catalogue
from csp.core.status import Delivery, LoadedMonth
from csp.topics.data_status.findings.months import (
    describe_age,
    describe_month,
    describe_state,
    explain_incomplete,
    name_period,
)
from csp.topics.data_status.findings.removal import (
    describe_month_removal,
    describe_removed,
    describe_source_removal,
)
from csp.topics.data_status.findings.revisions import write_cells, write_revisions
from csp.topics.data_status.rules.revisions import list_moved
from csp.topics.data_status.tables.months import build_deliveries, build_month_table, name_month
from csp.topics.data_status.tables.revisions import RevisedCell, build_moved, build_revised_cells

SOURCES = read_catalogue().sources
FIRST = datetime(2024, 3, 4, tzinfo=UTC)
LATER = datetime(2024, 6, 7, tzinfo=UTC)


def make_month(month=date(2024, 1, 1), stored=(100,), usual=None, source="police", force="kent", **changes):
    deliveries = [
        Delivery(f"{i}.csv", n + 20, n, FIRST, "Ann", LATER if i + 1 < len(stored) else None)
        for i, n in enumerate(stored)
    ]
    return LoadedMonth(
        source, force, month, stored[-1] + 20, stored[-1], 3, 2, 15, usual, tuple(deliveries), **changes
    )


@pytest.mark.parametrize(
    ("month", "state"),
    [
        (make_month(), "complete"),
        (make_month(usual=240.0), "incomplete: 0.50 of the usual 240"),
        (make_month(is_provisional=True), "provisional"),
        (make_month(usual=480.0, is_provisional=True), "incomplete: 0.25 of the usual 480, provisional"),
    ],
)
def test_the_state_of_a_month_says_why_it_is_incomplete(month, state):
    assert describe_state(month) == state


def test_every_row_of_a_month_is_accounted_for():
    said = describe_month(make_month(), "data.police.uk", "Kent Police")
    assert said == (
        "Jan 2024, data.police.uk, Kent Police: 100 of 120 rows stored, 15 outside the area and 5 left out."
    )


def test_a_month_is_explained_by_its_upload_and_by_single_crime_types():
    cells = [
        IncompleteCell("robbery", date(2024, 1, 1), "E1", 3, 31.0),
        IncompleteCell("robbery", date(2024, 2, 1), "E1", 4, 31.0),
    ]
    sentences = explain_incomplete(make_month(usual=240.0), cells, {"robbery": "Robbery"}, {"E1": "Dover"})
    assert sentences == [
        "Data incomplete: the file has 120 rows, where 240 are usual in the half year around it.",
        "Incomplete by itself: Robbery in Dover (3, usually 31).",
    ]


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2024, 1, 31), "up to date"),
        (date(2024, 2, 29), "up to date"),
        (date(2024, 3, 1), "1 month old"),
        (date(2025, 12, 1), "22 months old"),
        (date(2026, 2, 1), "2 years old"),
    ],
)
def test_the_age_of_a_month_counts_from_its_end(today, age):
    assert describe_age(date(2024, 1, 1), today) == age


def test_quarters_and_years_of_partners_are_named_as_such():
    assert name_period(date(2024, 4, 1), 1) == "Apr 2024"
    assert name_period(date(2024, 4, 1), 3) == "Q1 2024/25 (Apr to Jun)"
    assert name_period(date(2024, 4, 1), 12) == "Apr 2024 to Mar 2025"


def test_the_table_of_months_has_what_the_list_of_files_says_and_the_latest_first():
    months = [make_month(), make_month(date(2024, 2, 1), usual=240.0)]
    table = build_month_table(months, SOURCES, name_month(months[0]))
    assert [column.label for column in table.columns][3:8] == [
        *("Rows", "Stored", "Without location", "In no ward", "Outside")
    ]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][0] == "Feb 2024"
    assert rows[1] == [
        *("Jan 2024", "data.police.uk", "Kent Police", "120", "100", "3", "2", "15", "complete"),
        *("1", "4 Mar 2024", "Ann"),
    ]
    assert [row.selected for row in table.rows] == [False, True]


def test_a_month_delivered_twice_shows_both_and_what_moved():
    months = [make_month(stored=(100, 80, 90)), make_month(date(2024, 2, 1), stored=(50, 75)), make_month()]
    moved = list_moved(months)
    assert [(each.month.month, each.change) for each in moved] == [(2, 25), (1, -10)]
    assert write_revisions(moved) == (
        "2 months were delivered more than once. Feb 2024 moved most: 25 more rows (+50.0%)."
    )
    row = [cell.text for cell in build_moved(moved, SOURCES).rows[1].cells]
    assert row[3:8] == ["3", "100", "90", "▼ 10 (−10.0%)", "100, 80, 90"]
    deliveries = [[cell.text for cell in each.cells] for each in build_deliveries(months[0].deliveries).rows]
    assert [row[2] for row in deliveries] == ["2.csv", "1.csv", "0.csv"]
    assert [row[5] for row in deliveries] == ["now", "until 7 Jun 2024", "until 7 Jun 2024"]


def test_a_revised_figure_that_was_not_there_before_has_a_dash():
    cell = RevisedCell("Apr 2024", date(2024, 4, 1), "Park", "Robbery", None, 4, date(2024, 6, 7))
    (row,) = build_revised_cells([cell]).rows
    assert [each.text for each in row.cells][3:] == ["–", "4", "▲ 4", "7 Jun 2024"]
    assert write_cells(2473, 22272, "Met") == (
        "2,473 of 22,272 figures were revised by later deliveries of Met."
    )


def test_what_goes_with_a_removal_is_said_before_and_after():
    assert describe_month_removal(make_month(), "data.police.uk").startswith(
        "Jan 2024 of data.police.uk goes: 100 rows."
    )
    months = [make_month(), make_month(date(2024, 2, 1)), make_month(date(2024, 4, 1))]
    assert describe_source_removal(months, "data.police.uk").startswith(
        "All of data.police.uk goes: 3 months (Jan to Feb 2024, Apr 2024), 300 rows."
    )
    starts = [month.month for month in months[:2]]
    assert describe_removed(starts, "Helpline", "Ann", LATER) == (
        "Helpline: Jan to Feb 2024 were removed on 7 Jun 2024 by Ann."
    )
