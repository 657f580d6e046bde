"""The elements: each is whole, and none knows a topic."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from csp.shell import widgets

FOLDER = Path(widgets.__file__).parent
ELEMENTS = sorted(path.parent.name for path in FOLDER.glob("*/__init__.py"))
# What an element may import: the values that it draws and their colours.
ALLOWED = ("csp.core.", "csp.shell.theme", "csp.shell.chart", "csp.shell.abbreviations", "csp.shell.widgets.")


def test_elements_are_found():
    assert {"table", "board", "multiples", "copy_link", "legend", "reconnect"} <= set(ELEMENTS)


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_has_its_script_its_style_and_its_unit_tests(element):
    script = (FOLDER / element / f"{element}.js").read_text(encoding="utf-8")
    assert script.count("\nexport default function (") == 1
    assert "import " not in [line[:7] for line in script.splitlines()]
    assert (FOLDER / element / f"{element}.css").is_file()
    assert (FOLDER.parents[2] / "tests" / "widgets" / f"{element}.test.js").is_file()


@pytest.mark.parametrize("element", ELEMENTS)
def test_pages_reach_an_element_by_its_name(element):
    assert callable(getattr(widgets, element))


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.parent.name)
def test_an_element_knows_no_topic(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.ImportFrom) or node.level == 0
        if isinstance(node, ast.ImportFrom) and node.module in ("csp", "csp.shell"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            names = []
        for name in names:
            assert not name.startswith("csp") or name.startswith(ALLOWED), name
