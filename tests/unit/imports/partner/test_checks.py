"""What the checks of a partner's extract find, in which words, and what they leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from csp.core.partner.findings import Result
from csp.data.store import Store
from csp.imports.partner.checks import check_extract, find_far
from csp.imports.partner.mapping.tidying import TIDY, TOTALS
from tests.unit.imports.partner.made_extracts import ELSEWHERE, Feed, make_terms, make_tidy

Row = Mapping[str, object]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "extracts")


def check(store: Store, rows: Sequence[Row], has_counts: bool = True, is_whole: bool = True) -> Result:
    with make_tidy(rows) as connection:
        return check_extract(connection, TIDY, make_terms(has_counts=has_counts, is_whole=is_whole), store)


NO_NUMBER = {"number": None, "fault": "text"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"start": None, "period": "Sept"}, "1 row has no month that can be read (line 2: “Sept”)"),
        (
            {"start": "2199-01-01", "period": "Jan 2199"},
            "1 row is of a time that cannot be (line 2: “Jan 2199”)",
        ),
        (
            {"start": "1901-01-01", "period": "Jan 1901"},
            "1 row is of a time that cannot be (line 2: “Jan 1901”)",
        ),
        (
            {"area": "Elsewhere", "district_code": None},
            "1 row is of an area that is not known (line 2: “Elsewhere”)",
        ),
        (
            {"area": "Far", "district_code": ELSEWHERE},
            "1 row is of an area outside the partnership (line 2: “Far”)",
        ),
        (
            {"offence": "Other", "offence_code": None},
            "1 row has a type that is not mapped (line 2: “Other”)",
        ),
        (
            {"offence": "Total", "offence_code": "", "left_out": "offence"},
            "1 row is of an area or type that the profile leaves out (line 2: “Total”)",
        ),
        ({**NO_NUMBER, "n": None, "fault": "missing"}, "1 row has no count (line 2)"),
        (
            {**NO_NUMBER, "n": "<5", "fault": "withheld"},
            "1 row has a count that the partner withholds (line 2: “<5”)",
        ),
        ({**NO_NUMBER, "n": "twelve"}, "1 row has text where a number belongs (line 2: “twelve”)"),
        ({**NO_NUMBER, "n": "John Smith"}, "1 row has text where a number belongs (line 2)"),
        ({"number": -1}, "1 row has a count below 0 (line 2: “-1”)"),
        ({"number": 2.5}, "1 row has a count that is not whole (line 2: “2.5”)"),
    ],
)
def test_a_row_that_cannot_be_stored_is_left_out_and_told(store: Store, row: Row, sentence: str) -> None:
    result = check(store, [row, {}])
    assert result.summary == f"1 of 2 rows will be stored; 1 will not, because {sentence}."
    (finding,) = result.findings
    assert (finding.count, finding.line, finding.declines) == (1, 2, True)


def test_each_reason_is_told_once_with_its_count_and_first_line(store: Store) -> None:
    late, negative = {"start": None, "period": "Sept"}, {"number": -2}
    result = check(store, [{}, late, {"start": "2024-02-01"}, late, negative, late])
    assert result.summary == (
        "2 of 6 rows will be stored; 4 will not, because 3 rows have no month that can be read "
        "(line 3: “Sept”); 1 row has a count below 0 (line 6: “-2”)."
    )


def test_rows_without_trouble_need_no_words(store: Store) -> None:
    result = check(store, [{}, {"start": "2024-02-01"}])
    assert result.summary == "2 of 2 rows will be stored."
    assert (result.periods, result.figures, result.findings) == (2, 10, ())


def test_a_repeated_row_of_a_whole_table_is_left_out(store: Store) -> None:
    result = check(store, [{}, {}, {"start": "2024-02-01"}])
    assert result.summary == (
        "2 of 3 rows will be stored; 1 will not, because 1 row says the same as an earlier one (line 3)."
    )
    assert result.figures == 10


def test_rows_that_a_column_left_out_tells_apart_are_added_up(store: Store) -> None:
    result = check(store, [{}, {}], is_whole=False)
    assert (result.stored, result.figures) == (2, 10)
    (warning,) = result.warnings
    assert warning.sentence.startswith("1 row is of the same time, area and type as another and is added")


def test_records_that_are_alike_are_separate_ones(store: Store) -> None:
    record = {"number": None, "n": None, "fault": "missing"}
    result = check(store, [record, record, record], has_counts=False)
    assert (result.stored, result.figures, result.findings) == (3, 3, ())


def test_a_ward_and_a_mark_that_are_not_known_are_told_and_the_row_is_kept(store: Store) -> None:
    result = check(store, [{"ward": "Nowhere", "flag": "Odd"}, {"start": "2024-02-01", "ward": "Park"}])
    assert result.stored == 2
    assert [(each.kind, each.count, each.example) for each in result.warnings] == [
        ("ward", 2, "Nowhere"),
        ("flag", 1, "Odd"),
    ]


def test_a_ward_that_is_left_out_on_purpose_is_no_trouble(store: Store) -> None:
    assert check(store, [{"ward": "Unknown", "ward_code": "", "left_out": "ward"}]).findings == ()


def test_totals_that_do_not_add_up_are_told(store: Store) -> None:
    with make_tidy([{}]) as connection:
        connection.execute(
            f"CREATE TABLE {TOTALS} (line BIGINT, label VARCHAR, start DATE, months INTEGER, stated DOUBLE, "
            "adds DOUBLE)"
        )
        connection.execute(
            f"INSERT INTO {TOTALS} VALUES (40, 'Total', NULL, NULL, 1234, 1230), "
            "(41, 'All', NULL, NULL, 5, 5)"
        )
        (finding,) = check_extract(connection, TIDY, make_terms(), store).findings
    assert (
        finding.sentence
        == "1 row is a total that differs from the rows it adds up (line 40: “1,234 for 1,230”)"
    )


def test_a_month_far_from_its_neighbours_is_told_with_what_is_stored_beside_it(store: Store) -> None:
    usual = [{"start": f"2023-{month:02d}-01", "number": 400} for month in range(7, 13)]
    Feed(store).deliver("last.csv", usual)

    (finding,) = check(store, [{"number": 120}]).findings
    assert finding.kind == "far"
    assert "Jan 2024: 120, usually about 400" in finding.sentence
    assert check(store, [{"number": 390}]).findings == ()


@pytest.mark.parametrize(("figure", "is_far"), [(300, True), (390, False), (430, False), (600, True)])
def test_far_is_a_fifth_below_or_a_quarter_above(figure: int, is_far: bool) -> None:
    loaded = {date(2023, month, 1): 400 for month in range(7, 13)}
    assert (date(2024, 1, 1) in find_far({date(2024, 1, 1): figure}, loaded)) is is_far


def test_small_counts_go_up_and_down_by_chance() -> None:
    loaded = {date(2023, month, 1): 6 for month in range(7, 13)}
    assert find_far({date(2024, 1, 1): 3, date(2024, 2, 1): 11}, loaded) == {}


def test_a_file_of_a_period_keeps_to_it(store: Store) -> None:
    terms = replace(make_terms(), first=date(2024, 1, 1), last=date(2024, 3, 31))
    with make_tidy([{}, {"start": "2023-12-01"}, {"start": "2024-04-01"}]) as connection:
        result = check_extract(connection, TIDY, terms, store)
    assert (result.rows, result.stored) == (3, 1)


def test_figures_beyond_any_count_do_not_end_the_check(store: Store) -> None:
    result = check(store, [{}, {"start": "2024-02-01", "number": 1e300, "n": "1e300"}])
    assert (result.stored, result.findings[0].kind) == (1, "fraction")
