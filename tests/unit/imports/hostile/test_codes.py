"""Codes and names of files that are paths."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from csp.core.characters import printable
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from csp.imports.manifest import manifest_rows
from tests.stored import files_in_force
from tests.unit.imports.hostile.files import LOOKUP, outlines, refusals_by_file, rejected, stored, tree

pytestmark = pytest.mark.slow
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
    names = ["x" * 240 + ".csv", "x" * 239 + "y.csv", "=1;'[red].csv", "é.csv"]
    figures = "area_code,year,population\nE07000116,{},5\n"
    summary = import_population([put(name, figures.format(2020 + n)) for n, name in enumerate(names)])
    assert summary.ok
    written = [Path(name).name for name in files_in_force(extracts, "population")]
    assert len(set(written)) == len(names)
    assert all(len(name) < 90 and name.isascii() for name in written)
