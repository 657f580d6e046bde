"""Figures inside a paragraph: what they say, and that one that has changed is told."""

from __future__ import annotations

import pytest

from csp.comparison.rows import MeasureRow
from csp.core.change import Change
from csp.topics.report import fields


def make_row(change: Change, **more) -> MeasureRow:
    return MeasureRow("all_crime", "All crime", "crimes", "lower", "crime", change, **more)


FALL = make_row(Change(7830, 8608, 0.001, True), rate_now=65.8, rank_now=1, rank_before=2)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("change", "fell by 778 (−9.0%)"),
        ("now", "7,830"),
        ("before", "8,608"),
        ("difference", "−778"),
        ("percent", "−9.0%"),
        ("verdict", "a clear change"),
        ("rate", "65.8"),
        ("rank", "lowest of 12"),
        ("rank_before", "2nd lowest of 12"),
    ],
)
def test_a_field_has_the_words_of_the_pages(name, words):
    assert fields.write_type_field(name, FALL, 12) == words
    assert name in fields.list_type_fields()


def test_an_unknown_field_has_no_words():
    assert fields.write_type_field("nothing", FALL, 12) is None


def test_equal_counts_have_no_movement():
    assert fields.write_type_field("change", make_row(Change(5, 5, 1.0)), 12) == "stayed at 5"


def test_fields_are_filled_and_what_changed_is_told():
    text = "All crime {all_crime.change}, *rank* {all_crime.rank}; {no.such} and {place}."
    words = {"all_crime.change": "fell by 778 (−9.0%)", "all_crime.rank": "lowest*", "place": "Kent"}
    filled = fields.fill_fields(text, words, {"all_crime.change": "rose by 2 (+0.1%)", "place": "Kent"})
    assert filled.text == (r"All crime fell by 778 (−9.0%), *rank* lowest\*; {no.such} and Kent.")
    assert filled.unknown == ("no.such",)
    assert filled.changed == {"all_crime.change": ("rose by 2 (+0.1%)", "fell by 778 (−9.0%)")}
    assert "{all_crime.change} said “rose by 2 (+0.1%)”" in fields.describe_changed(filled.changed)
    assert "{no.such}" in fields.describe_unknown(filled.unknown)


def test_each_field_of_some_texts_is_listed_once():
    assert fields.list_fields(["{a.b} {place}", "{a.b} {c.d} {Not.one} { x }"]) == ["a.b", "place", "c.d"]
