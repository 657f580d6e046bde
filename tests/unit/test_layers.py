"""Who may know whom, and what a page may not hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from csp.shell.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "pages").glob("*.py"))
MODULES = sorted((ROOT / "csp").rglob("*.py"))

COMMAND_LINE = {"csp/__main__.py"}


def named(path):
    return path.relative_to(ROOT).as_posix()


def imported(path):
    """The full names of what a file imports, from csp import x as csp.x."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(path):
    """The part of csp that a file belongs to: csp/shell/theme.py -> shell."""
    return path.relative_to(ROOT / "csp").parts[0].removesuffix(".py")


def test_the_contracts_of_pyproject_hold(capsys):
    configure()
    passes = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert passes, capsys.readouterr().out


def test_only_the_query_layer_and_the_writers_know_duckdb():
    users = {part(path) for path in MODULES if "duckdb" in {name.split(".")[0] for name in imported(path)}}
    assert users == {"data", "imports"}


def test_pages_are_found():
    assert {"overview", "county"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_page_reaches_data_through_the_query_layer_alone(path):
    forbidden = {"csp.data.database", "csp.data.store", "csp.imports", "csp.sample", "duckdb", "pyarrow"}
    assert not forbidden & set(imported(path))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_page_holds_no_sql_no_groupby_and_no_colour(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\bSELECT\b|\bFROM\s+\w+\s+WHERE\b|\bGROUP BY\b", text)
    assert ".groupby(" not in text
    assert not re.search(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"'])", text)


@pytest.mark.parametrize("path", [ROOT / "app.py", *FILES, *MODULES], ids=named)
def test_nothing_uses_what_is_deprecated_or_unsafe(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    keywords = {k.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for k in node.keywords}
    assert not keywords & {"use_container_width", "unsafe_allow_html"}


@pytest.mark.parametrize("path", [m for m in MODULES if named(m) not in COMMAND_LINE], ids=named)
def test_nothing_but_the_command_line_prints(path):
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in calls


@pytest.mark.parametrize("path", [*FILES, *MODULES], ids=named)
def test_colours_are_written_down_in_the_theme_alone(path):
    if named(path) == "csp/shell/theme.py":
        return
    texts = [
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [text for text in texts if re.fullmatch(r"#[0-9A-Fa-f]{6}", text)]


def test_every_page_of_the_menu_has_its_file_and_every_file_is_in_the_menu():
    assert {spec.file for spec in PAGES} == {path.stem for path in FILES}
