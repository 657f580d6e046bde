"""Texts found by the beginnings of words, as people type them."""

from __future__ import annotations

import pytest

from csp.core.word_search import build_index, has_all, read_typed


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("shoplift", True),
        ("shoplifters", True),
        ("SHOP theft", True),
        ("", True),
        ("theft burglary", False),
        ("lift", False),
        ("2024", False),
    ],
)
def test_every_word_typed_has_to_begin_a_word_of_the_text(typed, is_found):
    index = build_index(["Shoplifting", "Theft from a shop"])
    assert has_all(index, read_typed(typed)) == is_found
