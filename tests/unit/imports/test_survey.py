"""Survey figures: what is read, what is declined, what replaces what."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from csp.data import queries
from csp.imports.cli import import_commands
from csp.imports.formats.survey import import_survey
from csp.imports.report import status
from tests.stored import read_rows, rows_in_force

pytestmark = pytest.mark.slow

HEAD = "area,period,question,answer,per_cent,base\n"
DARK = "How safe do you feel after dark?"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_figures_are_stored_as_they_stand_and_read_in_their_order(extracts, tmp_path):
    rows = (
        f'Tunbridge Wells,2020,{DARK},Very safe,32,"1,049"\n'
        f"Tunbridge Wells,2020,{DARK},Fairly safe,41.5%,\n"
        f"Kent,2020,{DARK},Very safe,0,12000\n"
    )
    (loaded,) = import_survey([write(tmp_path / "Residents_2020.csv", HEAD + rows)], extracts).loaded
    assert (loaded.result, loaded.rows_stored, loaded.rows_declined) == ("new", 3, 0)
    figures = queries.survey_figures()
    assert list(figures["survey"].unique()) == ["Residents 2020"]
    assert list(zip(figures["area"], figures["answer"], figures["per_cent"], strict=True)) == [
        ("Tunbridge Wells", "Very safe", 32.0),
        ("Tunbridge Wells", "Fairly safe", 41.5),
        ("Kent", "Very safe", 0.0),
    ]
    assert figures["base"].fillna(-1).tolist() == [1049, -1, 12000]


def test_another_year_stands_beside_and_a_new_edition_replaces(extracts, tmp_path):
    text = "survey,area,period,question,answer,Per cent,base\nKCVS,Home,{},Safe?,Yes,{},\n"
    import_survey([write(tmp_path / "a.csv", text.format("2019", 60))], extracts)
    import_survey([write(tmp_path / "b.csv", text.format("2020", 61))], extracts)
    (loaded,) = import_survey([write(tmp_path / "c.csv", text.format("2020", 62))], extracts).loaded
    assert loaded.result == "replaced"
    rows = sorted((row["period"], row["per_cent"]) for row in read_rows(extracts, "survey"))
    assert rows == [("2019", 60.0), ("2020", 62.0)]


def test_a_row_that_cannot_be_used_is_declined_with_the_reason(extracts, tmp_path):
    rows = [
        "Home,2020,Safe?,Yes,62,100",
        "Home,2020,Safe?,Yes,63,100",
        "Home,2020,Safe?,No,162,100",
        "Home,2020,Safe?,No,-1,100",
        "Home,2020,Safe?,No,NaN,100",
        "Home,2020,Safe?,No,30,many",
        "Home,,Safe?,No,30,100",
        f"Home,2020,{'x' * 201},No,30,100",
    ]
    (loaded,) = import_survey([write(tmp_path / "s.csv", HEAD + "\n".join(rows))], extracts).loaded
    assert (loaded.rows_stored, loaded.rows_declined) == (1, 7)
    (row,) = rows_in_force(extracts, "survey")
    rejects = (extracts.root / row["rejects_file"]).read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[0] for line in rejects] == ["3", "4", "5", "6", "7", "8", "9"]
    for reason in ("named twice", "not a per cent", "not a number of people", "no period", "200 characters"):
        assert any(reason in line for line in rejects), reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("area,year\nHome,2020\n", "no column period, question, answer, per_cent, base"),
        (f"{HEAD}Home,2020,Safe?,Yes,much,\n", "no usable figure: not a per cent"),
        (HEAD, "no usable figure"),
        (f"{HEAD}Home,2020,Safe?\n", "line 2"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(extracts, tmp_path, text, words):
    summary = import_survey([write(tmp_path / "s.csv", text)], extracts)
    assert not summary.loaded
    assert words in summary.refused[0].sentence


@pytest.mark.usefixtures("extracts")
def test_the_command_imports_it_and_status_names_it(tmp_path):
    path = write(tmp_path / "s.csv", f"{HEAD}Home,2020,Safe?,Yes,62,100\n")
    result = CliRunner().invoke(import_commands(), ["survey", str(path)])
    assert result.exit_code == 0, result.output
    assert "Survey figures, s-2020: 1 answers" in status()
