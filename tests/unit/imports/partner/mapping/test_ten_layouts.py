"""Ten partner-like layouts give the same rows without a question, and so does the next delivery of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pytest

from csp.core.partner.book import Layout
from csp.core.partner.profile import Profile
from csp.imports.partner.mapping.comparing import compare_profile
from csp.imports.partner.mapping.guessing import guess_profile
from csp.imports.partner.mapping.known import Known, read_known
from csp.imports.partner.mapping.names import match_words
from csp.imports.partner.mapping.tidying import TOTALS, list_words, tidy
from csp.imports.partner.reading import find_layout, load_lines, read_book, read_lines
from tests.unit.imports.partner import layouts

Cells = Mapping[tuple[date, int, str, str, str], int]
EXPECTED: Cells = {
    (month, 1, "E07000116", layouts.WARDS[ward], layouts.OFFENCES[offence]): n
    for (month, ward, offence), n in layouts.TRUE.items()
    if n
}
EXPECTED_QUARTERS: Cells = {
    (first, 3, "E07000116", layouts.WARDS[ward], layouts.OFFENCES[offence]): n
    for (first, ward, offence), n in layouts.BY_QUARTER.items()
    if n
}


# Of the months and of the wards with their offences, and of all; of the months with their wards.
TOTALS_OF = {"wide months.xlsx": 12 + 9 + 1, "wide offences.ods": 36}


@pytest.fixture(scope="module")
def known() -> Known:
    return read_known("sample")


def load(path: Path, connection: duckdb.DuckDBPyConnection, known: Known) -> tuple[Layout, Profile]:
    """Reads a file into the table of lines, and guesses its profile."""
    book = read_book(path)
    sheet = book.sheets[0]
    layout = find_layout(sheet)
    load_lines(connection, read_lines(path, book, sheet, layout), len(layout.headings))
    return layout, guess_profile(book, sheet, layout, "Partner", known).profile


def read_cells(connection: duckdb.DuckDBPyConnection) -> Cells:
    """What the tidy rows add up to by time, place and offence, without what is 0."""
    rows = connection.execute(
        "SELECT start, months, district_code, ward_code, offence_code, sum(number)::BIGINT AS n FROM tidy "
        "GROUP BY ALL HAVING n > 0"
    ).fetchall()
    return {(start, months, *codes): n for start, months, *codes, n in rows}


@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_every_layout_gives_the_same_rows_without_a_question(name, tmp_path, known):
    path = tmp_path / name
    layouts.LAYOUTS[name](path)
    connection = duckdb.connect()
    layout, profile = load(path, connection, known)
    matches = match_words(list_words(connection, layout, profile), profile, known)
    assert [match for match in matches if match.how == "unmapped"] == []
    assert tidy(connection, layout, profile, known).totals == TOTALS_OF.get(name, 0)
    assert connection.execute(f"SELECT count(*) FROM {TOTALS} WHERE stated <> adds").fetchall() == [(0,)]
    assert read_cells(connection) == (EXPECTED_QUARTERS if name.startswith("quarters") else EXPECTED)
    assert not compare_profile(profile, layout, matches)
