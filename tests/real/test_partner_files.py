"""Partners' own files: two deliveries of recorded crime by ward, and a county's road collisions."""

from __future__ import annotations

import csv

import pytest

from csp.imports.partner.reading import find_layout, read_book, read_lines

pytestmark = pytest.mark.real

OLDER = "mps_ward_level_crime_2023-07_to_2025-06_bexley_bromley_lewisham.csv"
NEWER = "mps_ward_level_crime_2024-03_to_2026-03_bexley_bromley_lewisham.csv"
COLLISIONS = "cambridgeshire_road_collisions_cambridge_city_2019_2022.csv"
KEY = ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName")


def read(path):
    book = read_book(path)
    layout = find_layout(book.sheets[0])
    return layout, list(read_lines(path, book, book.sheets[0], layout))


@pytest.mark.parametrize(("file", "months"), [(OLDER, 24), (NEWER, 25)])
def test_recorded_crime_by_ward_has_a_column_for_each_month_and_no_totals(real, file, months):
    layout, _ = read(real / "partner" / file)
    assert layout.headings[:5] == KEY
    assert len(layout.headings) == 5 + months
    assert all(len(heading) == 6 and heading.isdigit() for heading in layout.headings[5:])
    assert (layout.header, layout.first) == ((0, 0), 1)
    assert layout.totals == layout.total_columns == layout.filled == layout.notes == ()


@pytest.mark.parametrize("file", [OLDER, NEWER, COLLISIONS])
def test_every_cell_is_read_as_it_stands_in_the_file(real, file):
    path = real / "partner" / file
    _, lines = read(path)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))[1:]
    assert [line for line, _ in lines] == list(range(2, len(rows) + 2))
    assert [cells for _, cells in lines] == [tuple(cell.strip() or None for cell in row) for row in rows]


def test_the_cells_that_two_deliveries_share_differ_where_they_were_revised(real):
    """22,272 cells are in both deliveries and 2,473 of them differ, as real/SOURCES.md counts them."""
    counts = []
    for file in (OLDER, NEWER):
        layout, lines = read(real / "partner" / file)
        months = layout.headings[5:]
        counts.append(
            {(*cells[:5], month): cells[5 + at] for _, cells in lines for at, month in enumerate(months)}
        )
    shared = counts[0].keys() & counts[1].keys()
    assert len(shared) == 22_272
    assert sum(counts[0][key] != counts[1][key] for key in shared) == 2_473


def test_a_county_s_collisions_are_one_line_each(real):
    layout, lines = read(real / "partner" / COLLISIONS)
    assert layout.headings[:7] == (
        "Date",
        "Police_ref",
        "Easting",
        "Northing",
        "Veh_ref",
        "Cas_ref",
        "Severity",
    )
    assert len(lines) == 811


@pytest.mark.parametrize("sheet", ["Table C2", "Table P1"])
def test_tables_of_a_publisher_are_found_below_their_titles(real, sheet):
    path = real / "recorded" / "ons_police_force_area_tables_ye_december_2024.xlsx"
    book = read_book(path)
    layout = find_layout(next(each for each in book.sheets if each.name == sheet))
    assert layout.first > 4
    assert any("Area" in heading for heading in layout.headings)
    assert layout.notes[0].startswith(sheet)
