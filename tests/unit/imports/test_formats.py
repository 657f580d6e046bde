"""A source format is one module: the command line and the repair find it by themselves."""

from __future__ import annotations

import re
import sys

import pytest
from typer.testing import CliRunner

from csp.imports import formats
from csp.imports.cli import import_commands
from csp.imports.importer import list_importers
from csp.imports.manifest import manifest_rows
from csp.imports.repair import repair

# A format that reads nothing and accounts for a single file.
MADE_UP = '''
"""Fire calls, a format made up for a test."""

from csp.imports.importer import Importer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.results import Loaded, Refused, Summary


def import_fires(paths, store=None, progress=None):
    summary = Summary()
    for path in paths:
        if path.suffix != ".csv":
            summary.refused.append(Refused(path.name, f"{path.name} is no table of fires."))
        else:
            summary.loaded.append(Loaded(path.name, "kent", None, 1234, 1230, 4, 0, 0, 0, "new"))
    return summary


IMPORTER = Importer(
    name="fires",
    help="Calls of the fire service: CSV files.",
    kind="fires",
    suffix=".csv",
    run=import_fires,
    reconcile=reconcile_tables("Fire calls", "Service"),
    after=("police",),
)
'''


@pytest.fixture
def with_fires(tmp_path, monkeypatch):
    """Drops the made-up module where the package looks for its formats."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "fires.py").write_text(MADE_UP, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path / "modules")])
    yield
    sys.modules.pop("csp.imports.formats.fires", None)
    vars(formats).pop("fires", None)


def run(*arguments: str):
    return CliRunner().invoke(import_commands(), arguments)


@pytest.mark.usefixtures("with_fires")
def test_a_new_module_is_a_new_subcommand_with_its_help():
    listing = run("--help").stdout
    assert re.search(r"fires\s+Calls of the fire service: CSV files\.", listing)
    own = run("fires", "--help").stdout
    assert "Calls of the fire service: CSV files." in own
    assert "Files, folders, or zip archives." in own


@pytest.mark.usefixtures("with_fires")
def test_a_new_module_is_run_and_reported_like_the_others():
    result = run("fires", "calls.csv", "calls.pdf")
    assert result.exit_code == 1
    title, heading, line = (text.rstrip() for text in result.stdout.splitlines()[:3])
    assert title == "Fire calls"
    assert heading.split() == ["File", "Service", "Rows", "read", "Stored", "Declined", "Result"]
    assert line.split() == ["calls.csv", "kent", "1,234", "1,230", "4", "new"]
    assert result.stderr == "Refused: calls.pdf is no table of fires.\n"


@pytest.mark.usefixtures("with_fires")
def test_a_repair_takes_a_new_module_along(extracts, street):
    assert run("police", str(street())).exit_code == 0
    (extracts.root / manifest_rows(extracts)[0]["data_file"]).unlink()
    assert not repair(extracts, [street()]).left


def test_without_it_there_are_the_five_that_people_know():
    assert "fires" not in [importer.name for importer in list_importers()]
    listing = run("--help").stdout
    places = [
        listing.index(f" {name} ") for name in ("police", "boundaries", "population", "peers", "lookup")
    ]
    assert places == sorted(places)


def test_a_format_comes_after_those_its_rows_are_placed_with():
    names = [importer.name for importer in list_importers()]
    for importer in list_importers():
        assert all(names.index(other) < names.index(importer.name) for other in importer.after)
