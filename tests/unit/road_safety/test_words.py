"""What road safety says to its readers has none of the words that another word has replaced."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import csp.topics.road_safety as topic
from csp.core import road_records
from tests.retired import find_retired

FILES = sorted(
    path
    for folder in (topic, road_records)
    for path in Path(folder.__file__).parent.rglob("*.py")
    if "rules" not in path.parts
)


def list_texts(path: Path) -> list[str]:
    """The texts of a module that are no docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_word_that_was_replaced_comes_back(path):
    assert not find_retired("\n".join(list_texts(path)))
