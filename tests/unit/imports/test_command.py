"""The command line: what it prints, and its exit codes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from filelock import FileLock
from typer.testing import CliRunner

from csp.__main__ import app, main
from csp.core import settings
from csp.imports.manifest import manifest_rows
from csp.imports.months import months_text


@pytest.fixture
def run(extracts):
    def call(*arguments: object):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    assert not extracts.root.exists()
    return call


def test_the_reconciliation_names_every_count_and_the_rejects(run, street):
    rows = [{}, {"Longitude": "", "Latitude": "", "LSOA code": "", "LSOA name": ""}]
    rows += [{"LSOA name": "Medway 001A"}, {"Crime type": "Piracy"}]
    result = run("import", "police", street(rows))
    assert result.exit_code == 0
    line = next(line for line in result.stdout.splitlines() if line.startswith("kent"))
    assert line.split() == ["kent", "2018-10", "4", "2", "1", "1", "1", "1", "new"]
    assert re.search(r"rejects:\s+2018-10-kent-\w+\.csv", result.stdout)
    assert "1 row lies in a district but in no known ward" in result.stdout


def test_incomplete_months_are_marked(run, street):
    paths = [
        street([{"Month": f"2018-{month}"}] * n, name=f"2018-{month}-kent-street.csv")
        for month, n in (("09", 10), ("10", 10), ("11", 3), ("12", 10))
    ]
    result = run("import", "police", *paths)
    marked = [line.split()[1] for line in result.stdout.splitlines() if line.rstrip().endswith("incomplete")]
    assert marked == ["2018-11"]
    assert "probably incomplete: 2018-11" in run("status").stdout


def test_a_bad_file_is_one_sentence_and_exit_code_1(run, street):
    result = run("import", "police", street(), "nowhere.csv")
    assert result.exit_code == 1
    assert "Refused: nowhere.csv does not exist. Check the path." in result.stderr
    assert "new" in result.stdout


def test_a_second_import_at_the_same_time_is_told_to_wait(run, street, extracts):
    extracts.root.mkdir()
    with FileLock(extracts.root / ".lock"):
        result = run("import", "police", street())
    assert result.exit_code == 1
    assert result.stderr.strip() == "Another import is running on this store. Wait until it has finished."
    assert not manifest_rows(extracts)


def test_status_of_an_empty_store_says_how_to_load_everything(run):
    result = run("status")
    assert result.exit_code == 0
    for kind in ("police", "boundaries", "population", "lookup"):
        assert f"python -m csp import {kind} PATH" in result.stdout


def test_status_names_months_gaps_and_stale_geography(run, street, tmp_path):
    for month in ("2018-10", "2018-12"):
        run("import", "police", street([{"Month": month}], name=f"{month}-kent-street.csv"))
    lookup = tmp_path / "lookup.csv"
    lookup.write_text(
        "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\nE01000001,E05000001,One,E07000116,Tunbridge Wells\n",
        encoding="utf-8",
    )
    output = run("import", "lookup", lookup).stdout
    shown = run("status").stdout
    sentence = "2 months were placed with earlier outlines or lookups: run import police on their files again"
    assert sentence in output
    assert sentence in shown
    assert "kent: 2 months, 2018-10, 2018-12; 2 rows in the area, 2 of them without a ward" in shown
    assert "not loaded in between: 2018-11" in shown
    assert "LSOA lookup, lsoa2011: 1 LSOAs" in shown


def test_months_are_written_as_ranges():
    months = [date(2018, 11, 1), date(2018, 12, 1), date(2019, 1, 1), date(2020, 3, 1)]
    assert months_text(months) == "2018-11 to 2019-01, 2020-03"


def test_a_command_apart_from_its_data_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(settings, "REFERENCE", tmp_path / "data" / "reference")
    with pytest.raises(SystemExit, match="1"):
        main()
    assert "Run pip install -e . --no-deps in the checkout instead." in capsys.readouterr().err
