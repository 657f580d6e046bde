"""Files that were made to do harm, or that no program expected: one sentence, and nothing else happens."""

from __future__ import annotations

import csv
import gzip
import json
import os
import socket
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from csp.__main__ import app
from csp.core.characters import printable
from csp.core.errors import UserError
from csp.data import database
from csp.data.store import manifest_bytes
from csp.imports import limits
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from csp.imports.manifest import manifest_rows, writing
from csp.imports.report import refusals
from csp.imports.results import Refused, Summary
from tests.stored import files_in_force, read_rows

pytestmark = pytest.mark.slow

RING = [[0.2, 51.1], [0.3, 51.1], [0.3, 51.2], [0.2, 51.2], [0.2, 51.1]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
WARD = {"WD19CD": "E05004963", "WD19NM": "Ward", "LAD19CD": "E07000116"}
LOOKUP = "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\n"


@pytest.fixture
def put(tmp_path):
    """Writes a file beside the store: put("w.geojson", text or bytes) -> its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def outlines(*changes: dict, geometry: object = POLYGON) -> str:
    features = [{"properties": {**WARD, **change}, "geometry": geometry} for change in changes or ({},)]
    return json.dumps({"type": "FeatureCollection", "features": features})


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def refusal(summary: Summary) -> str:
    """The one sentence of an import of one bad file."""
    assert summary.loaded == []
    (refused,) = summary.refused
    assert refused.sentence == printable(refused.sentence)
    assert refused.sentence.endswith(".")
    return refused.sentence


def refusals_by_file(importer, files: dict[str, Path]) -> dict[str, str]:
    """The sentence of each of many bad files, given together, by a name of its own."""
    summary = importer(list(files.values()))
    assert summary.loaded == []
    sentences = {one.file: refusal(Summary(refused=[one])) for one in summary.refused}
    return {name: sentences[printable(path.name)] for name, path in files.items()}


def rejected(one) -> list[list[str]]:
    """The lines of the declined rows of a file, header first."""
    with one.rejects.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def stored(store, kind: str) -> list[dict]:
    return read_rows(store, kind)


# Codes that are paths.

PATHS = (
    *("../../escaped/E07000116", "/tmp/escaped", "C:\\escaped", "a/b", "..", "x" * 300, "E07000116\0", "con"),
    *("[/x]", "\x1b[2J", "E07000116\n../x", "E٠7000116", "=1+1", "\ud800"),
)


@pytest.mark.parametrize(("column", "kind"), [("LAD19CD", "district"), ("WD19CD", "ward")])
def test_a_code_of_an_outline_that_is_none_stores_nothing_and_is_named(extracts, put, tmp_path, column, kind):
    files = {code: put(f"{n}.geojson", outlines({column: code})) for n, code in enumerate(PATHS)}
    before = tree(tmp_path)
    for sentence in refusals_by_file(import_boundaries, files).values():
        assert f"is not a {kind} code of ONS such as E0" in sentence
    assert {name for name in tree(tmp_path) - before if not name.startswith("extracts")} == set()
    assert not manifest_rows(extracts)


@pytest.mark.parametrize("column", [0, 1, 3])
def test_a_code_of_a_table_that_is_none_declines_its_row(extracts, put, column):
    good = ["E01024785", "E05004963", "Ward", "E07000116", "Tunbridge Wells"]
    codes = [code for code in PATHS if code != "\ud800"]
    path = put("l.csv", LOOKUP)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(good)
        csv.writer(file).writerows([*good[:column], code, *good[column + 1 :]] for code in codes)
    (one,) = import_lookup([path]).loaded
    assert (one.rows_stored, one.rows_declined) == (1, len(codes))
    lines = rejected(one)[1:]
    assert [line[0] for line in lines] == [str(number + 3) for number in range(len(codes))]
    for _, reason in lines:
        assert "not a code of ONS" in reason or "NUL" in reason
        assert reason == printable(reason)
    assert [list(row.values()) for row in stored(extracts, "lookup")] == [good]


@pytest.mark.usefixtures("extracts")
def test_a_force_that_is_no_name_of_one_is_refused(street, tmp_path):
    forces = ["../../Police", "x" * 5000, "1", "\u202e", "٣", "", "[/]"]
    files = {force: street([{"Reported by": force}], name=f"{n}.csv") for n, force in enumerate(forces)}
    before = tree(tmp_path)
    for sentence in refusals_by_file(import_street, files).values():
        assert "names no police force that could be read" in sentence
    assert {name for name in tree(tmp_path) - before if not name.startswith("extracts")} == set()


@pytest.mark.usefixtures("extracts")
def test_a_month_that_is_none_is_no_traceback(street):
    months = ["0000-01", "٢٠١٨-١٠", "2018-1０", "May-23", ""]
    files = {
        f"{m} in rows": street([{"Month": m}], f"2018-1{n}-kent-street.csv") for n, m in enumerate(months[:3])
    }
    files |= {f"{m} in name": street([{"Month": m}], f"{m}-kent-street.csv") for m in months}
    for sentence in refusals_by_file(import_street, files).values():
        assert "writes its month as" in sentence
        assert "a spreadsheet may have saved it" in sentence


def test_a_long_or_odd_file_name_becomes_a_short_plain_one(extracts, put):
    figures = "area_code,year,population\nE07000116,2020,5\n"
    names = ["x" * 240 + ".csv", "x" * 239 + "y.csv", "=1;'[red].csv", "é.csv"]
    summary = import_population([put(name, figures) for name in names])
    assert summary.ok
    written = [Path(name).name for name in files_in_force(extracts, "population")]
    assert len(set(written)) == len(names)
    assert all(len(name) < 90 and name.isascii() for name in written)


# Outlines of wrong types.


def test_a_name_that_is_no_text_leaves_the_code_as_the_name(extracts, put):
    names = [12345, ["a"], {"a": 1}, True, None, 1.5, "", " "]
    assert import_boundaries([put("w.geojson", outlines(*({"WD19NM": name} for name in names)))]).ok
    assert [row["ward"] for row in stored(extracts, "boundaries")] == ["E05004963"] * len(names)


def test_names_lose_what_steers_a_terminal(extracts, put):
    hostile = "\x1b[31mNorth\u202e\nWard\ud800\x85"
    assert import_boundaries([put("w.geojson", outlines({"WD19NM": hostile}))]).ok
    assert [row["ward"] for row in stored(extracts, "boundaries")] == ["[31mNorth Ward\ufffd"]
    row = "E01024785,E05004963,\x1b[31mWard,E07000116,Tunbridge\u2028Wells\n"
    assert import_lookup([put("l.csv", LOOKUP + row)]).ok
    (row,) = stored(extracts, "lookup")
    assert (row["ward"], row["district"]) == ("[31mWard", "Tunbridge Wells")


def test_a_nul_is_declined_wherever_it_stands(extracts, put, street):
    two = outlines({"WD19NM": "a\0b"}, {"WD19CD": "E05004964"})
    assert [one.rows_declined for one in import_boundaries([put("w.geojson", two)]).loaded] == [1]
    rows = "E01024785,E05004963,W\0,E07000116,T\nE01024786,E05004963,W,E07000116,T\n"
    assert [one.rows_declined for one in import_lookup([put("l.csv", LOOKUP + rows)]).loaded] == [1]
    files = [{}, {"Location": "On or near \0"}, {"Last outcome category": "x\0"}, {"Crime type": "Drugs\0"}]
    (one,) = import_street([street(files)]).loaded
    assert (one.rows_stored, one.rows_declined) == (1, 3)
    text = one.rejects.read_text(encoding="utf-8")
    assert text.count("holds a NUL character") == 3
    assert "\0" not in text
    assert all("\0" not in str(value) for row in stored(extracts, "incidents") for value in row.values())


SHAPES = [
    ("[" * 100_000, "nested far deeper"),
    ('{"a":' * 100_000, "nested far deeper"),
    (outlines().replace("51.2", "NaN"), "cannot be read as GeoJSON"),
    (outlines().replace("51.2", "-Infinity"), "cannot be read as GeoJSON"),
    (outlines().replace("51.2", "1e400"), "a point that is nowhere"),
    (outlines().replace("51.2", "1" + "0" * 400), "an outline that cannot be read"),
    (outlines().replace("51.2", "1" * 5000), "cannot be read as GeoJSON"),
    (outlines(geometry={"type": 5}), "an outline that cannot be read"),
    (outlines(geometry={"type": "Polygon"}), "an outline that cannot be read"),
    (outlines(geometry={"type": "Polygon", "coordinates": "x"}), "an outline that cannot be read"),
    (outlines(geometry={"type": "Polygon", "coordinates": [[[0.2]]]}), "an outline that cannot be read"),
    (outlines(geometry=[1]), "an outline that cannot be read"),
    (outlines(geometry="POLYGON"), "an outline that cannot be read"),
    ("[]", "has no list of features"),
    ("5", "has no list of features"),
    ('{"features": {"WD19CD": 1}}', "has no list of features"),
    ('{"features": [5, null, [], "x"]}', "no feature has a property WDyyCD"),
    ('{"features": [{"properties": ["WD19CD"], "geometry": null}]}', "no feature has a property WDyyCD"),
    (outlines({"WD19CD": ["E05004963"]}), "is not a ward code of ONS"),
    (outlines({"WD19CD": 5}), "is not a ward code of ONS"),
    (outlines({"LAD19CD": {"a": 1}}), "is not a district code of ONS"),
    (outlines({"LAD19CD": False}), "is not a district code of ONS"),
    (outlines({"wd19cd": ["x"]}), "is not a ward code of ONS"),
    ("[" + "[]," * 400_000 + "[]]", "it consists of brackets"),
    ('{"features": [' + "5," * 100_000 + "5]}", "holds 100,001 features"),
    (outlines().encode("utf-16"), "not UTF-8 text"),
    (b"\xff\xfe\x00", "not UTF-8 text"),
]


@pytest.mark.usefixtures("extracts")
def test_geojson_of_another_shape_is_one_sentence(put):
    files = {str(n): put(f"{n}.geojson", content) for n, (content, _) in enumerate(SHAPES)}
    for sentence, (_, words) in zip(refusals_by_file(import_boundaries, files).values(), SHAPES, strict=True):
        assert words in sentence


# Tables.


NO_TABLES = [
    (",,,,\n", "is blank"),
    (" , \n\n , \n", "is blank"),
    ("\n\n\n", "is empty"),
    ("", "is empty"),
    (b"\0" * 50, "not UTF-8 text"),
    (b"\xef\xbb\xbf", "is empty"),
    (LOOKUP.encode("utf-16"), "not UTF-8 text"),
    (gzip.compress(LOOKUP.encode()), "is packed (gzip)"),
    (",".join(f"c{n}" for n in range(5000)) + "\n", "has 5,000 columns"),
    ("x" * 2_000_000, "has a first line of more than"),
    ('Code,Mid-2020\n"' + "x" * 2_000_000, "a quotation mark may never be closed"),
    ("Code,Mid-2020\n" + '"' * 1_000_001, "cannot be read as CSV"),
    ('Code,Mid-2020\n"a"b,c\n', "a quotation mark stands in the middle of a cell"),
    ("PK\x03\x04", "is a workbook or an archive"),
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
    ("116000.0", "not a whole number of people"),
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
def test_a_note_under_a_table_is_named_as_one(put):
    path = put("p.csv", "Code,Name,Mid-2023\nE07000116,A,117000\nSource: x\n")
    assert "a note stands there" in refusal(import_population([path]))


def test_line_ends_of_old_macs_are_read(extracts, put, street):
    path = street(newline="\r")
    assert import_street([path]).ok
    assert import_lookup(
        [put("l.csv", LOOKUP + "E01024785,E05004963,W,E07000116,T\n".replace("\n", "\r"))]
    ).ok
    assert sum(row["n"] for row in stored(extracts, "incidents")) == 1


# Further columns of a street file.


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


# Formulas in declined rows.


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


# What is no file.


@pytest.fixture
def run(extracts):  # noqa: ARG001 - the store that commands write to
    def call(*arguments: object):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


@pytest.mark.parametrize("kind", ["police", "boundaries", "population", "lookup"])
def test_what_is_no_file_is_never_opened(run, tmp_path, kind):
    folder = tmp_path / "given"
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "s.csv"))
        (folder / "loop.csv").symlink_to("loop.csv")
        (folder / "dangling.csv").symlink_to("nowhere")
        names = ["pipe.csv", "s.csv", "loop.csv", "dangling.csv", "/dev/zero", "x" * 300]
        result = run("import", kind, *(folder / name for name in names))
    assert result.exit_code == 1
    for words in ("pipe.csv is not a file", "s.csv is not a file", "/dev/zero is not a file"):
        assert words in result.stderr
    assert "loop.csv could not be read" in result.stderr
    assert "dangling.csv does not exist" in result.stderr
    assert "Traceback" not in result.output
    assert "holds no" in run("import", kind, folder).stderr


def test_a_folder_that_links_to_itself_is_walked_once(run, street):
    path = street()
    (path.parent / "again").symlink_to(path.parent)
    result = run("import", "police", path.parent)
    assert result.exit_code == 0
    assert result.stdout.count("new") == 1


def test_a_name_that_is_not_utf_8_is_told(run, tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"\xff\x1b[31m.csv")  # noqa: PTH118 - a path of bytes
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("x")
    result = run("import", "police", tmp_path)
    assert result.exit_code == 1
    assert "not UTF-8 text. Rename it" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.usefixtures("extracts")
def test_a_file_that_grows_or_goes_while_it_is_read_is_not_stored(put, monkeypatch):
    path = put("l.csv", LOOKUP + "E01024785,E05004963,W,E07000116,T\n")

    def change(how):
        def read(path, shown):
            rows = reading(path, shown)
            how()
            return rows

        return read

    from csp.imports.formats import lookup  # noqa: PLC0415 - the module whose reader is slowed down

    reading = lookup.read_table
    longer = LOOKUP + "E01024785,E05004963,W,E07000116,T\n" * 2
    monkeypatch.setattr(lookup, "read_table", change(lambda: path.write_text(longer, encoding="utf-8")))
    assert "changed while it was read" in refusal(import_lookup([path]))
    monkeypatch.setattr(lookup, "read_table", change(path.unlink))
    assert "could not be read or stored: No such file" in refusal(import_lookup([path]))


@pytest.mark.usefixtures("extracts")
def test_a_file_larger_than_any_of_its_kind_is_not_read(put):
    path = put("p.csv", "x")
    os.truncate(path, limits.TABLE_BYTES + 1)
    assert "larger than 64 MB" in refusal(import_population([path]))
    big = put("w.geojson", "x")
    os.truncate(big, limits.OUTLINE_BYTES + 1)
    assert "less detailed edition" in refusal(import_boundaries([big]))


def test_no_path_at_all_is_told(run):
    assert run("import", "police").exit_code == 2


# Archives.


def zipped(path: Path, *members: tuple[str, bytes], **options: object) -> Path:
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return path


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    ("flags", "method", "words"),
    [(1, 8, "is protected by a password"), (0, 9, "Unpack it and give the folder"), (0, 99, "Unpack it")],
)
def test_a_zip_that_cannot_be_unpacked_here_says_what_helps(tmp_path, street, flags, method, words):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", street().read_bytes()))
    content = bytearray(path.read_bytes())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(start) + offset
        content[place], content[place + 2] = flags, method
    path.write_bytes(content)
    assert words in refusal(import_street([path]))


@pytest.mark.usefixtures("extracts")
def test_a_zip_in_a_zip_is_named(tmp_path):
    inner = zipped(tmp_path / "inner.zip", ("a.csv", b"x")).read_bytes()
    assert "holds further archives" in refusal(import_street([zipped(tmp_path / "o.zip", ("i.zip", inner))]))


def test_of_two_members_of_one_name_the_last_counts(extracts, tmp_path, street):
    name = "2018-10-kent-street.csv"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "a.zip", (name, b"x"), (name, street().read_bytes()))
    summary = import_street([path])
    assert [one.result for one in summary.loaded] == ["new"]
    assert sum(row["n"] for row in stored(extracts, "incidents")) == 1


@pytest.mark.usefixtures("extracts")
def test_a_zip_that_unpacks_to_many_times_its_size_is_not_unpacked(tmp_path):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", bytes(limits.PACKED_RATIO_FROM + 1)))
    assert "unpacks to more than 400 times its size" in refusal(import_street([path]))
    assert not list((tmp_path / "extracts" / "work").iterdir())


@pytest.mark.usefixtures("extracts")
def test_a_version_of_zip_that_nobody_has_is_told(tmp_path, street):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", street().read_bytes()))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 255
    path.write_bytes(content)
    assert "Unpack it and give the folder" in refusal(import_street([path]))


@pytest.mark.usefixtures("extracts")
def test_names_in_the_code_page_of_dos_are_read(tmp_path, street):
    path = zipped(tmp_path / "a.zip", ("é/2018-10-kent-street.csv", street().read_bytes()))
    content = path.read_bytes().replace("é".encode(), b"\x82\x82")
    path.write_bytes(content.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00"))
    assert import_street([path]).ok


def test_many_refusals_of_one_kind_are_a_few_lines(run, tmp_path):
    path = zipped(tmp_path / "many.zip", *((f"{n}.csv", b"a,b\n1,2\n") for n in range(1_000)))
    result = run("import", "police", path)
    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert len(lines) == 4
    assert lines[-1] == "Refused: and 997 more files were refused for the same reason."


def test_refusals_of_many_kinds_are_counted_too():
    alike = [Refused(f"{n}.csv", f'{n}.csv is damaged at line {n}: "{n}x" stands there.') for n in range(5)]
    others = [Refused("x.csv", f"x.csv is {'very ' * n}odd.") for n in range(20)]
    lines = refusals([*alike, *others])
    assert lines[:4] == [
        *(f"Refused: {one.sentence}" for one in alike[:3]),
        "Refused: and 2 more files were refused for the same reason.",
    ]
    assert lines[-1] == "Refused: and 11 more files were refused for 11 other reasons."
    assert len(lines) == 4 + 9 + 1


# What is printed.


def test_a_file_name_is_neither_markup_nor_an_escape_sequence(run, put):
    good = put("[x] [red]\x1b]0;t\x07\u202e.geojson", outlines())
    result = run("import", "boundaries", good)
    assert result.exit_code == 0
    assert "[x] [red]]0;t.geojson" in result.stdout
    assert all(line == printable(line) for line in result.output.splitlines())
    bad = put("[/x]\x1b[2J".replace("/", "") + ".geojson", outlines({"LAD19CD": "[/x]"}))
    result = run("import", "boundaries", bad)
    assert result.exit_code == 1
    assert '"[/x]" is not a district code of ONS' in result.stderr
    assert "\x1b" not in result.output


# A manifest that was tampered with.


def test_a_manifest_that_names_a_file_elsewhere_opens_none(run, extracts, put, tmp_path):
    assert import_lookup([put("l.csv", LOOKUP + "E01024785,E05004963,W,E07000116,T\n")]).ok
    Path(files_in_force(extracts, "lookup")[0]).rename(tmp_path / "elsewhere.parquet")
    manifest = extracts.root / "manifest.parquet"
    rows = [{**row, "data_file": "../elsewhere.parquet"} for row in pq.read_table(manifest).to_pylist()]
    manifest.write_bytes(manifest_bytes(rows))
    assert database.examine_stores()[1].faults == {"../elsewhere.parquet": "astray"}
    checked = run("check")
    assert checked.exit_code == 1
    assert "elsewhere.parquet has a name that leads out of the store" in checked.stdout
    imported = run("import", "boundaries", put("w.geojson", outlines({"LAD19CD": None})))
    assert imported.exit_code == 1
    assert "does not say which district its wards are in" in imported.stderr
    assert (tmp_path / "elsewhere.parquet").exists()


def test_the_writer_puts_no_file_outside_the_store(extracts, tmp_path):
    with writing(extracts) as writer:
        part = writer.part(".parquet")
        part.write_bytes(b"x")
        with pytest.raises(UserError, match="is not a name of the store's files"):
            writer.publish([], {part: "../escaped/x.parquet"})
    assert not (tmp_path / "escaped").exists()
