"""Where the table of a sheet is: its headings, its data, its totals and the words around it."""

from __future__ import annotations

import csv
import io

import duckdb
import openpyxl
import pytest

from csp.imports.partner.reading import find_layout, load_lines, read_book, read_lines

# By name: the lines of a file, the headings, and the lines of data as read.
LAYOUTS = {
    "plain": (
        ["Month,Ward,Count", "2024-03,Park,5", "2024-03,St John's,3"],
        ("Month", "Ward", "Count"),
        [(2, "2024-03", "Park", "5"), (3, "2024-03", "St John's", "3")],
    ),
    "title, blank line and date of the report above": (
        [
            "Calls to the helpline by ward",
            "Produced:,01/05/2024",
            "",
            "Month,Ward,Count",
            "Mar-24,Park,5",
            "Mar-24,Sherwood,3",
        ],
        ("Month", "Ward", "Count"),
        [(5, "Mar-24", "Park", "5"), (6, "Mar-24", "Sherwood", "3")],
    ),
    "date of the report above a table of two columns": (
        ["Run on,01/05/2024", "", "Month,Calls", "Mar-24,5", "Apr-24,3"],
        ("Month", "Calls"),
        [(4, "Mar-24", "5"), (5, "Apr-24", "3")],
    ),
    "months as columns": (
        ["Ward,Offence,202403,202404", "Park,Burglary,1,2", "Park,Theft,3,2030"],
        ("Ward", "Offence", "202403", "202404"),
        [(2, "Park", "Burglary", "1", "2"), (3, "Park", "Theft", "3", "2030")],
    ),
    "years as columns, whose counts are as large as years": (
        ["Area,2022,2023", "Borough,1990,2011", "District,7,8", "Town,9,12"],
        ("Area", "2022", "2023"),
        [(2, "Borough", "1990", "2011"), (3, "District", "7", "8"), (4, "Town", "9", "12")],
    ),
    "two lines of headings": (
        [
            ",,2023/24,,2024/25,",
            "Ward,Offence,Q1,Q2,Q1,Q2",
            "Park,Burglary,1,2,3,4",
            "Park,Theft,5,6,7,8",
            "Sherwood,Theft,5,6,7,8",
        ],
        ("Ward", "Offence", "2023/24 / Q1", "2023/24 / Q2", "2024/25 / Q1", "2024/25 / Q2"),
        [
            (3, "Park", "Burglary", "1", "2", "3", "4"),
            (4, "Park", "Theft", "5", "6", "7", "8"),
            (5, "Sherwood", "Theft", "5", "6", "7", "8"),
        ],
    ),
    "labels that stand once for a block": (
        [
            "Ward,Offence,Month,Count",
            "Park,Burglary,Mar-24,1",
            ",,Apr-24,2",
            ",Theft,Mar-24,3",
            ",,Apr-24,4",
            "Sherwood,Burglary,Mar-24,5",
            ",,Apr-24,6",
        ],
        ("Ward", "Offence", "Month", "Count"),
        [
            (2, "Park", "Burglary", "Mar-24", "1"),
            (3, "Park", "Burglary", "Apr-24", "2"),
            (4, "Park", "Theft", "Mar-24", "3"),
            (5, "Park", "Theft", "Apr-24", "4"),
            (6, "Sherwood", "Burglary", "Mar-24", "5"),
            (7, "Sherwood", "Burglary", "Apr-24", "6"),
        ],
    ),
    "a label on a line of its own above its block": (
        ["Ward,Offence,Count", "Park", ",Burglary,1", ",Theft,2", "Sherwood", ",Burglary,3", ",Theft,4"],
        ("Ward", "Offence", "Count"),
        [
            (3, "Park", "Burglary", "1"),
            (4, "Park", "Theft", "2"),
            (6, "Sherwood", "Burglary", "3"),
            (7, "Sherwood", "Theft", "4"),
        ],
    ),
    "a column of flags is not filled down": (
        ["Ward,Flag,Count", "Park,hate,1", "Park,,2", "Sherwood,hate,3", "Sherwood,,4"],
        ("Ward", "Flag", "Count"),
        [
            (2, "Park", "hate", "1"),
            (3, "Park", None, "2"),
            (4, "Sherwood", "hate", "3"),
            (5, "Sherwood", None, "4"),
        ],
    ),
    "blank lines and columns, repeated headings": (
        [
            "",
            ",Month,,Ward,Count",
            ",Mar-24,,Park,5",
            "",
            ",Apr-24,,Park,6",
            ",Month,,Ward,Count",
            ",May-24,,Park,7",
        ],
        ("", "Month", "", "Ward", "Count"),
        [
            (3, None, "Mar-24", None, "Park", "5"),
            (5, None, "Apr-24", None, "Park", "6"),
            (7, None, "May-24", None, "Park", "7"),
        ],
    ),
    "footnotes": (
        [
            "Month,Ward,Count",
            "Mar-24,Park,5",
            "Mar-24,Sherwood,*",
            "",
            "* counts below five are withheld",
            "Source: police recorded crime, provisional, 3 May 2024",
            "Contact us",
        ],
        ("Month", "Ward", "Count"),
        [(2, "Mar-24", "Park", "5"), (3, "Mar-24", "Sherwood", "*")],
    ),
    "a column without a heading": (
        [",Mar-24,Apr-24", "Park,1,2", "Sherwood,3,4"],
        ("Column A", "Mar-24", "Apr-24"),
        [(2, "Park", "1", "2"), (3, "Sherwood", "3", "4")],
    ),
    "categories with a number before them are no footnotes": (
        ["Severity,Month,Count", "1. Fatal,Mar-24,1", "2. Serious,Mar-24,4", "3. Slight,Mar-24,9"],
        ("Severity", "Month", "Count"),
        [(2, "1. Fatal", "Mar-24", "1"), (3, "2. Serious", "Mar-24", "4"), (4, "3. Slight", "Mar-24", "9")],
    ),
    "a count without a ward is no total": (
        ["Month,Ward,Count", "202403,Park,5", "202403,Sherwood,3", "202403,,2", "202404,,1"],
        ("Month", "Ward", "Count"),
        [
            (2, "202403", "Park", "5"),
            (3, "202403", "Sherwood", "3"),
            (4, "202403", None, "2"),
            (5, "202404", None, "1"),
        ],
    ),
    "records without a ward are not given the one above": (
        [
            "Ward,Offence,Day",
            "Park,A,2024-03-01",
            ",B,2024-03-02",
            "Sherwood,A,2024-03-03",
            ",B,2024-03-04",
            "Park,A,2024-03-05",
            ",A,2024-03-06",
        ],
        ("Ward", "Offence", "Day"),
        [
            (2, "Park", "A", "2024-03-01"),
            (3, None, "B", "2024-03-02"),
            (4, "Sherwood", "A", "2024-03-03"),
            (5, None, "B", "2024-03-04"),
            (6, "Park", "A", "2024-03-05"),
            (7, None, "A", "2024-03-06"),
        ],
    ),
    "labels of two columns that stand once for a block": (
        [
            "Year,Ward,Offence,Count",
            *("2023/24,Park,A,1", ",,B,2", ",Sherwood,A,3", ",,B,4"),
            *("2024/25,Park,A,5", ",,B,6", ",Sherwood,A,7", ",,B,8"),
        ],
        ("Year", "Ward", "Offence", "Count"),
        [
            (at, year, ward, offence, str(at - 1))
            for at, (year, ward, offence) in enumerate(
                ((y, w, o) for y in ("2023/24", "2024/25") for w in ("Park", "Sherwood") for o in "AB"), 2
            )
        ],
    ),
    "no headings": (
        ["2024-03-01,Park,5", "2024-04-01,Sherwood,3"],
        ("Column A", "Column B", "Column C"),
        [(1, "2024-03-01", "Park", "5"), (2, "2024-04-01", "Sherwood", "3")],
    ),
    "records of words alone": (
        ["Ward,Offence,Outcome", "Park,Burglary,Charged", "Sherwood,Theft,Charged"],
        ("Ward", "Offence", "Outcome"),
        [(2, "Park", "Burglary", "Charged"), (3, "Sherwood", "Theft", "Charged")],
    ),
    "a line of figures without a label adds others up": (
        ["Ward,Count,Rate", "Park,5,1.5", "Sherwood,3,2.5", ",8,2"],
        ("Ward", "Count", "Rate"),
        [(2, "Park", "5", "1.5"), (3, "Sherwood", "3", "2.5"), (4, "Total", "8", "2")],
    ),
    "another table below": (
        ["Ward,Count,Rate", "Park,5,1.5", "Sherwood,3,2.5", "", "Offence,Calls,Visits", "Theft,3,2"],
        ("Ward", "Count", "Rate"),
        [(2, "Park", "5", "1.5"), (3, "Sherwood", "3", "2.5")],
    ),
    "numbers in many ways": (
        ["Ward,Mar-24,Apr-24,May-24", 'Park,"1,234",<5,-', "Sherwood,(3),[c],12%", "Culverden,c,..,5"],
        ("Ward", "Mar-24", "Apr-24", "May-24"),
        [
            (2, "Park", "1,234", "<5", "-"),
            (3, "Sherwood", "(3)", "[c]", "12%"),
            (4, "Culverden", "c", "..", "5"),
        ],
    ),
}


def read_all(path, number=0):
    book = read_book(path)
    sheet = book.sheets[number]
    layout = find_layout(sheet)
    return layout, [(line, *cells) for line, cells in read_lines(path, book, sheet, layout)]


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_of_text_are_told_from_their_lines(tmp_path, name):
    lines, headings, data = LAYOUTS[name]
    path = tmp_path / "extract.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    layout, rows = read_all(path)
    assert layout.headings == headings
    assert rows == data


@pytest.mark.parametrize(
    "name", ["two lines of headings", "labels that stand once for a block", "numbers in many ways"]
)
def test_a_workbook_of_the_same_lines_is_read_alike(tmp_path, name):
    lines, headings, data = LAYOUTS[name]
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO("\n".join(lines))):
        book.active.append(row or [None])
    path = tmp_path / "extract.xlsx"
    book.save(path)
    layout, rows = read_all(path)
    assert layout.headings == headings
    assert rows == data


def layout_of(tmp_path, *lines):
    path = tmp_path / "extract.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return find_layout(read_book(path).sheets[0])


def test_totals_are_named_by_line_and_by_column(tmp_path):
    layout = layout_of(
        tmp_path,
        "Ward,Mar-24,Apr-24,Total",
        "Park,1,2,3",
        "Sherwood,3,4,7",
        "All wards,4,6,10",
        ",4,6,10",
    )
    assert layout.totals == (3, 4)
    assert layout.total_columns == (3,)


def test_a_column_that_adds_up_those_before_it_is_a_total_without_the_word(tmp_path):
    lines = [f"Ward {n},{n},{n + 1},{n + 2},{3 * n + 3}" for n in range(1, 8)]
    layout = layout_of(tmp_path, "Ward,Q1,Q2,Q3,2023/24", *lines)
    assert layout.total_columns == (4,)


def test_the_one_column_of_counts_is_no_total_whatever_it_is_called(tmp_path):
    layout = layout_of(tmp_path, "Month,Ward,Total", "Mar-24,Park,1", "Mar-24,Sherwood,3")
    assert layout.total_columns == ()


def test_a_word_for_all_in_every_line_is_no_total(tmp_path):
    layout = layout_of(tmp_path, "Month,Offence,Count", *[f"2024-0{n},All crime,{n}" for n in range(1, 7)])
    assert layout.totals == ()


def test_titles_and_footnotes_are_kept_as_notes_and_say_what_is_provisional(tmp_path):
    lines = [f"2024-03-{n % 28 + 1:02d},Park,{n}" for n in range(400)]
    layout = layout_of(
        tmp_path,
        "Incidents by ward",
        "",
        "Day,Ward,Count",
        *lines,
        "",
        "Figures may undergo further revision.",
    )
    assert layout.notes == ("Incidents by ward", "Figures may undergo further revision.")
    assert layout.provisional
    assert layout.last is None


def test_a_footnote_beyond_the_lines_that_are_looked_at_is_no_line_of_data(tmp_path):
    path = tmp_path / "extract.csv"
    lines = [f"2024-03-{n % 28 + 1:02d},Park,{n}" for n in range(400)]
    path.write_text("\n".join(["Day,Ward,Count", *lines, "Source: the council", "", "End of report"]))
    layout, rows = read_all(path)
    assert len(rows) == 400
    assert layout.notes == ("Source: the council", "End of report")


def test_merged_cells_of_a_workbook_are_filled(tmp_path):
    book = openpyxl.Workbook()
    for row in [
        ["Offences by ward and quarter"],
        ["Ward", "Offence", "2023/24", None, "2024/25", None],
        [None, None, "Q1", "Q2", "Q1", "Q2"],
        ["Park", "Burglary", 1, 2, 3, 4],
        [None, "Theft", 5, 6, 7, 8],
        ["Sherwood", "Burglary", 1, 2, 3, 4],
    ]:
        book.active.append(row)
    for cells in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "A4:A5"):
        book.active.merge_cells(cells)
    path = tmp_path / "extract.xlsx"
    book.save(path)
    layout, rows = read_all(path)
    assert layout.headings == (
        "Ward",
        "Offence",
        "2023/24 / Q1",
        "2023/24 / Q2",
        "2024/25 / Q1",
        "2024/25 / Q2",
    )
    assert layout.notes == ("Offences by ward and quarter",)
    assert rows == [
        (4, "Park", "Burglary", "1", "2", "3", "4"),
        (5, "Park", "Theft", "5", "6", "7", "8"),
        (6, "Sherwood", "Burglary", "1", "2", "3", "4"),
    ]


def test_lines_become_a_table_of_text(tmp_path):
    path = tmp_path / "extract.csv"
    path.write_text("Month,Ward,Count\n2024-03,Park,5\n\n2024-04,,7\n")
    book = read_book(path)
    layout = find_layout(book.sheets[0])
    with duckdb.connect() as connection:
        assert load_lines(connection, read_lines(path, book, book.sheets[0], layout), 3) == 2
        assert connection.sql("SELECT * FROM lines").fetchall() == [
            (2, "2024-03", "Park", "5"),
            (4, "2024-04", None, "7"),
        ]
        assert [str(kind) for kind in connection.sql("SELECT * FROM lines").types] == [
            "BIGINT",
            *["VARCHAR"] * 3,
        ]
