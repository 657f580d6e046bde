"""What the tab "Bring in" says and shows of a file: its tables, its sentences, the codes made of names."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.partner.book import Layout, Sheet
from csp.core.partner.findings import Finding
from csp.imports.partner.intake import FirstRow
from csp.imports.partner.mapping.known import Known
from csp.topics.data_status.partner import findings, tables
from csp.topics.data_status.partner.codes import make_code, make_codes

SHEET = Sheet(
    "Calls",
    0,
    (
        ("Helpline, provisional", None, None),
        ("Month", "Ward", "Caller"),
        (date(2024, 1, 1), "Park", "Mr John Smith, 07700 900123"),
        (date(2024, 2, 1), "Park", None),
        ("Total", None, None),
    ),
    5,
)
LAYOUT = Layout(("Month", "Ward", "Caller"), (1, 1), 2, 4, totals=(4,))
KNOWN = Known(
    source="calls",
    own=("E07000116",),
    areas={"E07000116": "Tunbridge Wells"},
    wards={"E07000116": {"E05000001": "Park"}},
    offences={"calls": "Calls"},
    flags={},
    aliases={"area": {}, "offence": {}, "flag": {}},
)


def texts(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_first_lines_leave_out_totals_and_what_points_at_people():
    rows = texts(tables.build_first_lines(SHEET, LAYOUT, ()))
    assert [row[:3] for row in rows] == [["3", "1 Jan 2024", "Park"], ["4", "1 Feb 2024", "Park"]]
    assert "Smith" not in str(rows)
    assert "900123" not in str(rows)


def test_a_column_that_may_point_at_people_is_not_shown_at_all():
    rows = texts(tables.build_first_lines(SHEET, LAYOUT, (2,)))
    assert [row[3] for row in rows] == ["not shown", "not shown"]
    assert "Smith" not in tables.quote_examples(SHEET, LAYOUT, 2, (2,))


def test_first_rows_are_in_our_names_and_leave_out_what_the_file_does_not_say():
    row = FirstRow(3, date(2024, 1, 1), 1, "Jan 2024", "E07000116", "", "calls", "", 1204.0)
    table = tables.build_first_rows((row,), KNOWN)
    assert [column.label for column in table.columns] == ["Row", "Period", "Area", "Type", "Count"]
    assert texts(table) == [["3", "Jan 2024", "Tunbridge Wells", "Calls", "1,204"]]


@pytest.mark.parametrize(
    ("start", "months", "words"),
    [
        (date(2024, 12, 1), 1, "Dec 2024"),
        (date(2024, 4, 1), 3, "Q1 2024/25 (Apr to Jun)"),
        (date(2024, 4, 1), 12, "Apr 2024 to Mar 2025"),
        (date(2024, 1, 1), 12, "Jan to Dec 2024"),
    ],
)
def test_a_period_is_written_by_its_months(start, months, words):
    assert tables.write_period(start, months) == words


def test_what_leaves_rows_out_stands_before_what_does_not():
    warned = Finding("far", 1, None, "", False, "1 month is far from those around")
    declined = Finding("number", 8, 14, "n/a", True, "8 rows have text where a number belongs (line 14)")
    rows = texts(tables.build_checks((warned, declined)))
    assert [row[1:] for row in rows] == [["8", "Left out"], ["1", "Stored all the same"]]


def test_a_code_is_made_of_what_people_call_a_thing():
    assert make_code("Calls to the helpline") == "calls_to_the_helpline"
    assert make_code("  Café (18+) ") == "cafe_18"
    assert make_code("111 calls") == "n_111_calls"
    assert make_code("…") == ""
    assert make_codes(["Fire", "", "fire!", "Flood"]) == {"fire": "Fire", "flood": "Flood"}


def test_names_without_a_match_are_counted():
    assert findings.count_questions(0, 11) == "Every name is answered: 11 names known."
    asked = "1 name has no match yet; 2 names known. Choose what each is, or leave it out."
    assert findings.count_questions(1, 2) == asked
