"""csp import partner FILE --profile NAME: what it prints, and its exit codes."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from csp.__main__ import app
from csp.core.partner.profile import ColumnUse, Profile
from csp.data.store import Store
from csp.imports.partner.mapping.declaring import declare_source
from csp.imports.partner.mapping.profiles import save_profile
from tests.stored import read_rows, rows_in_force
from tests.unit.imports.partner.made_extracts import HELPLINE, HOME

Run = Callable[..., Result]
HEADINGS = ("Month", "Area", "Type", "Caller", "Calls")
PROFILE = Profile(
    "Helpline",
    "helpline",
    (
        ColumnUse("Month", "month"),
        ColumnUse("Area", "area"),
        ColumnUse("Type", "offence"),
        ColumnUse("Caller", "leave out"),
        ColumnUse("Calls", "count"),
    ),
    words={"area": {"Home": HOME}, "offence": {"First": "calls", "Again": "repeat"}},
)
CALLER, OTHER_CALLER = "Priya Example", "SMITH, John"


@pytest.fixture
def run(extracts: Store) -> Run:
    declare_source(HELPLINE)
    save_profile(PROFILE)
    assert extracts.root.exists()

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["import", "partner", *map(str, arguments)])

    return call


def write(path: Path, rows: Iterable[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


ROWS = [
    ("Jan 2024", "Home", "First", CALLER, "5"),
    ("Jan 2024", "Home", "Again", OTHER_CALLER, "2"),
    ("Feb 2024", "Home", "First", CALLER, "7"),
    ("Sept", "Home", "First", CALLER, "9"),
]


def test_a_file_is_stored_by_its_profile_and_every_figure_accounted_for(
    run: Run, tmp_path: Path, extracts: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        result = run(write(tmp_path / "calls.csv", ROWS), "--profile", "Helpline")
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["helpline", "2024-01", "7", "7", "0", "0", "0", "new"] in lines
    assert ["helpline", "2024-02", "7", "7", "0", "0", "0", "new"] in lines
    told = " ".join(result.stdout.split())
    assert "3 of 4 rows were stored; 1 was not, because 1 row has no month that can be read" in told
    assert "1 column seems to hold personal data and is not read: “Caller” (names)." in told
    assert {row["source"] for row in rows_in_force(extracts, "incidents")} == {"helpline"}
    # Nothing of a caller is kept, printed or logged.
    stored = b"".join(path.read_bytes() for path in extracts.root.rglob("*") if path.is_file())
    assert CALLER not in result.output + caplog.text
    assert CALLER.encode() not in stored


def test_the_next_delivery_replaces_without_a_question(run: Run, tmp_path: Path) -> None:
    assert run(write(tmp_path / "calls.csv", ROWS[:3]), "--profile", "Helpline").exit_code == 0
    revised = [
        *ROWS[:2],
        ("Feb 2024", "Home", "First", CALLER, "8"),
        ("Mar 2024", "Home", "First", CALLER, "6"),
    ]
    result = run(write(tmp_path / "calls-2.csv", revised), "--profile", "Helpline")
    assert result.exit_code == 0
    outcomes = [line.split()[-1] for line in result.stdout.splitlines() if line.startswith("helpline")]
    assert outcomes == ["unchanged", "replaced", "new"]
    again = run(tmp_path / "calls-2.csv", "--profile", "Helpline")
    assert again.exit_code == 0
    assert "these figures are stored already" in again.stdout


def test_something_new_is_a_question_and_exit_code_1(run: Run, tmp_path: Path, extracts: Store) -> None:
    path = write(tmp_path / "calls.csv", [*ROWS, ("Mar 2024", "Home", "Silent", CALLER, "1")])
    result = run(path, "--profile", "Helpline")
    assert result.exit_code == 1
    told = " ".join(result.stderr.split())
    assert "Nothing of calls.csv was stored, since the profile does not answer all of it." in told
    assert "New in the file, type: “Silent”." in told
    assert read_rows(extracts, "incidents", "counts_file") == []


def test_a_telephone_number_among_the_types_is_no_word_to_ask_about(run: Run, tmp_path: Path) -> None:
    types = [f"Type {number}" for number in range(60)]
    save_profile(replace(PROFILE, words={"area": {"Home": HOME}, "offence": dict.fromkeys(types, "calls")}))
    rows = [("Jan 2024", "Home", word, CALLER, "1") for word in (*types, "Ring 07700 900123")]
    result = run(write(tmp_path / "calls.csv", rows), "--profile", "Helpline")
    assert result.exit_code == 0
    told = " ".join(result.stdout.split())
    assert "60 of 61 rows were stored; 1 was not, because 1 row has a type that is not mapped" in told
    assert "900123" not in result.output


def test_a_profile_has_to_be_named_and_kept(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "calls.csv", ROWS)
    result = run(path)
    assert result.exit_code == 1
    assert "add --profile NAME. Those that are kept: “Helpline”." in " ".join(result.stderr.split())
    assert run(path, "--profile", "Nobody").exit_code == 1
    save_profile(replace(PROFILE, name="Other", source="ambulance"))
    result = run(path, "--profile", "Other")
    assert result.exit_code == 1
    assert 'The source of the profile "Other" is not declared.' in " ".join(result.stderr.split())


def test_a_file_that_is_no_table_is_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    path.write_bytes(b"no workbook at all")
    result = run(path, "--profile", "Helpline")
    assert result.exit_code == 1
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith("Refused: ")
