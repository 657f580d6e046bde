"""Tables that are none, further columns, and formulas in declined rows."""

from __future__ import annotations

import gzip

import pytest

from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from tests.unit.imports.hostile.files import LOOKUP, outlines, refusal, refusals_by_file, rejected, stored

pytestmark = pytest.mark.slow
NO_TABLES = [
    (",,,,\n", "is blank"),
    (" , \n\n , \n", "is blank"),
    ("\n\n\n", "is empty"),
    ("", "is empty"),
    (b"\0" * 50, "not UTF-8 text"),
    (b"\xef\xbb\xbf", "is empty"),
    (LOOKUP.encode("utf-16-le"), "not UTF-8 text"),
    (gzip.compress(LOOKUP.encode()), "is packed (gzip)"),
    (",".join(f"c{n}" for n in range(5000)) + "\n", "has 5,000 columns"),
    ("x" * 2_000_000, "has a first line of more than"),
    ('Code,Mid-2020\n"' + "x" * 2_000_000, "a quotation mark may never be closed"),
    ("Code,Mid-2020\n" + '"' * 1_000_001, "cannot be read as CSV"),
    ('Code,Mid-2020\n"a"b,c\n', "a quotation mark stands in the middle of a cell"),
    ("PK\x03\x04", "workbook"),
]


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize("importer", [import_lookup, import_population])
def test_a_table_that_is_none_is_one_sentence(put, importer):
    files = {str(n): put(f"{n}.csv", content) for n, (content, _) in enumerate(NO_TABLES)}
    for sentence, (_, words) in zip(refusals_by_file(importer, files).values(), NO_TABLES, strict=True):
        assert words in sentence


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize("importer", [import_lookup, import_population])
def test_a_table_of_a_header_alone_is_one_sentence(put, importer):
    head = LOOKUP if importer is import_lookup else "area_code,year,population\n"
    assert "holds no" in refusal(importer([put("t.csv", head)]))


FIGURES = [
    ("9" * 40, "more people than there are"),
    ("9" * 5000, "more people than there are"),
    ("9223372036854775808", "more people than there are"),
    ("10000000000", "more people than there are"),
    ("-5", "not a whole number of people"),
    ("²", "not a whole number of people"),
    ("١٢٣", "not a whole number of people"),
    ("1e9", "not a whole number of people"),
    ("116000.5", "not a whole number of people"),
]


@pytest.mark.usefixtures("extracts")
def test_a_figure_that_is_no_population_is_said_to_be_none(put):
    head = "area_code,year,population\nE07000116,2020,"
    files = {str(n): put(f"{n}.csv", f"{head}{figure}\n") for n, (figure, _) in enumerate(FIGURES)}
    for sentence, (_, reason) in zip(
        refusals_by_file(import_population, files).values(), FIGURES, strict=True
    ):
        assert reason in sentence


def test_a_figure_with_noughts_in_front_is_a_figure(extracts, put):
    assert import_population([put("p.csv", f"area_code,year,population\nE07000116,2020,{'0' * 5000}7\n")]).ok
    assert [row["population"] for row in stored(extracts, "population")] == [7]


@pytest.mark.usefixtures("extracts")
def test_a_note_under_a_lookup_is_named_as_one(put):
    path = put("l.csv", f"{LOOKUP}E01024785,E05004963,W,E07000116,T\nSource: x\n")
    assert "a note stands there" in refusal(import_lookup([path]))


@pytest.mark.parametrize(
    "save",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace(",", ";").replace("\n", "\r\n").encode("cp1252"),
        lambda text: b"sep=;\r\n" + text.replace(",", ";").encode("cp1252"),
        lambda text: text.replace(",", "\t").encode("utf-16"),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(extracts, put, save):
    text = LOOKUP + "W01001320,W05000716,Môr – Treharris,W06000024,Merthyr Tydfil\n"
    assert import_lookup([put("l.csv", save(text))]).ok
    assert [row["ward"] for row in stored(extracts, "lookup")] == ["Môr – Treharris"]


def test_line_ends_of_old_macs_are_read(extracts, put, street):
    path = street(newline="\r")
    assert import_street([path]).ok
    assert import_lookup(
        [put("l.csv", LOOKUP + "E01024785,E05004963,W,E07000116,T\n".replace("\n", "\r"))]
    ).ok
    assert sum(row["n"] for row in stored(extracts, "incidents")) == 1


def test_further_columns_may_be_called_anything(extracts, street):
    columns = ["rowid", "", "month", "MONTH", "line", "reason", "=1+1", 'a"b', "{month}", "", "rowid"]
    path = street([{}, {"Crime type": "Piracy"}])
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    cells = ['"' + column.replace('"', '""') + '"' for column in columns]
    lines = [",".join([head, *cells]), *(row + ",-0.5" * len(columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (one,) = import_street([path]).loaded
    assert (one.rows_stored, one.rows_declined) == (1, 1)
    header, row = rejected(one)
    assert header[:2] == ["line", "reason"]
    assert "'=1+1" in header
    assert not any(name.startswith("=") for name in header)
    assert row[-len(columns) :] == ["-0.5"] * len(columns)
    assert sum(row["n"] for row in stored(extracts, "incidents")) == 1


@pytest.mark.usefixtures("extracts")
def test_a_line_longer_than_any_row_is_told(street):
    rows = [{"Location": "x" * 34_000_000}]
    last, middle = street([{}, *rows]), street([{}, *rows, {}], "2018-12-kent-street.csv")
    sentences = refusals_by_file(import_street, {"last": last, "middle": middle})
    assert "its last line has no end" in sentences["last"]
    assert "a line is longer than any row can be" in sentences["middle"]


@pytest.mark.usefixtures("extracts")
def test_5_000_columns_are_told(street):
    path = street()
    path.write_text(",".join(f"c{n}" for n in range(5000)) + "\n", encoding="utf-8")
    assert "it has 5,000 columns" in refusal(import_street([path]))


@pytest.mark.usefixtures("extracts")
def test_declined_street_rows_hold_no_formula_and_keep_their_numbers(street):
    hostile = {
        "Crime ID": "+1",
        "Location": "=HYPERLINK(1)",
        "Falls within": "@x",
        "Crime type": "-1+cmd",
        "Context": "＝1",
        "Longitude": "-0.263",
        "Last outcome category": "\t=1",
    }
    (one,) = import_street([street([hostile, {}])]).loaded
    header, cells = rejected(one)
    row = dict(zip(header, cells, strict=True))
    assert {name: row[name] for name in hostile} == {
        "Crime ID": "+1",
        "Location": "'=HYPERLINK(1)",
        "Falls within": "'@x",
        "Crime type": "'-1+cmd",
        "Context": "'＝1",
        "Longitude": "-0.263",
        "Last outcome category": "' =1",
    }


@pytest.mark.usefixtures("extracts")
def test_declined_rows_of_tables_hold_no_formula(put):
    figures = "area_code,year,population\nE07000116,2020,5\n=1+1,2020,5\n@x,+1,5\n"
    summaries = [import_population([put("p.csv", figures)])]
    two = outlines({"WD19CD": "=1+1"}, {})
    summaries.append(import_boundaries([put("w.geojson", two)]))
    for summary in summaries:
        (one,) = summary.loaded
        cells = [cell for row in rejected(one) for cell in row]
        assert len(cells) >= 4
        assert not any(cell.startswith(("=", "+", "@", "-")) for cell in cells)
