"""Who may know whom, and what a page may not hold."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache
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


@dataclass
class Code:
    """What the syntax tree of a file holds. imports are full names, from csp import x as csp.x."""

    imports: set[str] = field(default_factory=set)
    keywords: set[str | None] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    colours: set[str] = field(default_factory=set)


# Once a file: there are hundreds.
@cache
def read_code(path: Path) -> Code:
    code = Code()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                code.imports |= {alias.name for alias in node.names}
            case ast.ImportFrom():
                code.imports |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
            case ast.Call():
                code.keywords |= {keyword.arg for keyword in node.keywords}
                if isinstance(node.func, ast.Name):
                    code.calls.add(node.func.id)
            case ast.Constant(value=str(text)) if re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
                code.colours.add(text)
    return code


def part(path):
    """The part of csp that a file belongs to: csp/shell/theme.py -> shell."""
    return path.relative_to(ROOT / "csp").parts[0].removesuffix(".py")


def test_the_contracts_of_pyproject_hold(capsys):
    configure()
    passes = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert passes, capsys.readouterr().out


def test_only_the_query_layer_and_the_writers_know_duckdb():
    users = {
        part(path) for path in MODULES if "duckdb" in {name.split(".")[0] for name in read_code(path).imports}
    }
    assert users == {"data", "imports"}


def test_pages_are_found():
    assert {"overview", "county"} <= {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_page_reaches_data_through_the_query_layer_alone(path):
    forbidden = {"csp.data.database", "csp.data.store", "csp.imports", "csp.sample", "duckdb", "pyarrow"}
    assert not forbidden & read_code(path).imports


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_page_holds_no_sql_no_groupby_and_no_colour(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\bSELECT\b|\bFROM\s+\w+\s+WHERE\b|\bGROUP BY\b", text)
    assert ".groupby(" not in text
    assert not re.search(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"'])", text)


def test_nothing_uses_what_is_deprecated_or_unsafe():
    unsafe = {"use_container_width", "unsafe_allow_html"}
    used = {named(path): read_code(path).keywords & unsafe for path in (ROOT / "app.py", *FILES, *MODULES)}
    assert {name: words for name, words in used.items() if words} == {}


def test_nothing_but_the_command_line_prints():
    assert {named(path) for path in MODULES if "print" in read_code(path).calls} <= COMMAND_LINE


def test_colours_are_written_down_in_the_theme_alone():
    colours = {named(path): read_code(path).colours for path in (*FILES, *MODULES)}
    assert colours.pop("csp/shell/theme.py"), "the theme has colours"
    assert {name: written for name, written in colours.items() if written} == {}


def test_every_page_of_the_menu_has_its_file_and_every_file_is_in_the_menu():
    assert {spec.file for spec in PAGES} == {path.stem for path in FILES}
