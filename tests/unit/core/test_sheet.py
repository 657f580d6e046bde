"""What a table is in a file: the columns of a CSV, and the two sheets of a workbook, read back."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from csp.core.change import Change
from csp.core.change_cells import build_change_cells, build_change_columns
from csp.core.provenance import Provenance
from csp.core.sheet import build_sheet
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.core.workbook import write_workbook

CLEAR = Change(1234, before=1000, p=0.0123456, is_real=True)
UNCLEAR = Change(7, before=8, p=0.8)
UNCOMPARED = Change(3)
CONTEXT = {
    "Place": "Tunbridge Wells",
    "Period": "Jan to Dec 2020",
    "Comparison": "Jan to Dec 2019",
    "Source": "data.police.uk",
}


def a_table(first: str = "Crime type") -> Table:
    periods = "Jan to Dec 2020", "Jan to Dec 2019"
    rows = {"Robbery": CLEAR, "Arson": UNCLEAR, "Drugs": UNCOMPARED}
    return Table(
        "Crime types",
        (Column(first, numeric=False), *build_change_columns(periods), Column("Rate per 1,000")),
        tuple(
            Row(
                name,
                (
                    Cell(name, name),
                    *build_change_cells(change, "lower"),
                    Cell("65.8", 65.8333),
                ),
            )
            for name, change in rows.items()
        ),
    )


def read(text: str) -> list[dict[str, str]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows)
    assert len(set(header)) == len(header), "no header twice"
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_csv_has_place_period_comparison_and_source_in_every_row():
    rows = read(a_table().csv(CONTEXT))
    assert [{name: row[name] for name in CONTEXT} for row in rows] == [CONTEXT] * 3


def test_a_clear_change_is_yes_or_no_and_p_has_a_column_of_its_own():
    rows = read(a_table().csv(CONTEXT))
    assert [(row["Clear change"], row["p"]) for row in rows] == [
        ("yes", "0.0123456"),
        ("no", "0.8"),
        ("–", "–"),
    ]


def test_a_percentage_has_one_decimal_and_other_figures_all_of_theirs():
    rows = read(a_table().csv(CONTEXT))
    assert [row["% change"] for row in rows] == ["23.4", "-12.5", "–"]
    assert rows[0]["Rate per 1,000"] == "65.8333"


@pytest.mark.parametrize(
    ("percent", "written"), [(-0.04, "0.0"), (2.25, "2.3"), (-2.25, "-2.3"), (100, "100.0")]
)
def test_a_percentage_is_rounded_as_the_pages_do(percent, written):
    table = Table("c", (Column("Share"),), (Row("a", (Cell("2.3%", percent),)),))
    assert read(table.csv()) == [{"Share (%)": written}]


def test_figures_of_all_kinds_in_one_column_keep_their_kinds():
    cells = {
        "Recorded": Cell("7,830", 7830),
        "% change": Cell("−9.0%", -9.038),
        "Clear change": Cell("● yes", 0.01, in_file=("yes", 0.01)),
    }
    rows = tuple(Row(name, (Cell(name, name), cell)) for name, cell in cells.items())
    table = Table("c", (Column(""), Column("Borough")), rows)
    assert [row["Borough"] for row in read(table.csv())] == ["7830", "-9.0", "yes"]
    assert [row["Item"] for row in read(table.csv())] == list(cells)


@pytest.mark.parametrize("header", ["Ward", "District"])
def test_the_place_of_a_row_is_that_of_its_column_of_places(header):
    assert [row["Place"] for row in read(a_table(header).csv(CONTEXT))] == ["Robbery", "Arson", "Drugs"]


def test_a_column_of_the_table_is_not_there_twice():
    table = Table("c", (Column("Period"),), (Row("a", (Cell("2018", "2018"),)),))
    assert read(table.csv(CONTEXT))[0]["Period"] == "2018"


def test_a_matrix_has_a_row_for_each_cell_in_a_csv_and_its_own_shape_in_a_workbook():
    columns = (Column("Crime type"), Column("Swale"), Column("Dover"))
    rows = (Row("a", (Cell("Arson", "Arson"), Cell("1", 1), UNKNOWN)),)
    matrix = Table("c", columns, rows, upright=True, across="District", figure="Rank")
    assert [list(row.values())[:4] for row in read(matrix.csv({"Place": "Kent"}))] == [
        ["Arson", "Swale", "1", "Swale"],
        ["Arson", "Dover", "–", "Dover"],
    ]
    assert build_sheet(matrix, long=False).headers == ("Crime type", "Swale", "Dover")


def test_a_table_without_rows_has_its_header():
    assert Table("c", (Column("Name"), Column("n")), ()).csv({"Place": "Kent"}) == "Name,n,Place\r\n"


PROVENANCE = Provenance(
    page="Overview",
    partnership="Kent Partnership",
    finding="=1+1 crimes fell",
    filters={"Crime type": "All crime", "Period": "Jan to Dec 2020"},
    notes=("Apr 2020 is incomplete.", "Another caveat."),
    source="data.police.uk",
    licence="Open Government Licence v3.0",
)


def a_book(table: Table):
    about = PROVENANCE.describe(table.caption, date(2026, 11, 3))
    return openpyxl.load_workbook(io.BytesIO(write_workbook(about, build_sheet(table, CONTEXT))))


def test_the_first_sheet_says_what_the_table_is_and_where_it_is_from():
    book = a_book(a_table())
    assert book.sheetnames == ["About", "Table"]
    assert [tuple(cell.value for cell in row) for row in book["About"].iter_rows()] == [
        ("Title", "Crime types"),
        ("Page", "Overview, dashboard of the Kent Partnership"),
        ("What the page says", "'=1+1 crimes fell"),
        ("Crime type", "All crime"),
        ("Period", "Jan to Dec 2020"),
        ("Note", "Apr 2020 is incomplete."),
        ("Note", "Another caveat."),
        ("Source", "data.police.uk"),
        ("Licence", "Open Government Licence v3.0"),
        ("Downloaded", "3 November 2026"),
    ]


def test_the_second_sheet_has_numbers_with_their_formats_and_nothing_merged():
    sheet = a_book(a_table())["Table"]
    header = [cell.value for cell in sheet[1]]
    first = dict(zip(header, sheet[2], strict=True))
    assert header[-4:] == list(CONTEXT)
    assert (first["Jan to Dec 2020"].value, first["Jan to Dec 2020"].number_format) == (1234, "#,##0")
    assert (first["% change"].value, first["% change"].number_format) == (23.4, "#,##0.0")
    assert (first["Rate per 1,000"].value, first["Rate per 1,000"].number_format) == (65.8333, "#,##0.0")
    assert (first["p"].value, first["Clear change"].value) == (0.0123456, "yes")
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None
    assert not sheet.merged_cells.ranges


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@x", "{=1}", "http://x"])
def test_no_text_is_a_formula_or_a_link_in_a_workbook(text):
    table = Table(text, (Column(text),), (Row("a", (Cell(text, text),)),))
    book = a_book(table)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in row)
    assert book["Table"]["A2"].value.removeprefix("'") == text
    assert not str(book["Table"]["A2"].value).startswith(("=", "+", "-", "@"))
