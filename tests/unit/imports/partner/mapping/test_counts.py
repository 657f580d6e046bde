"""The counts of partners' files, and why a cell is none."""

from __future__ import annotations

import pytest

from csp.imports.partner.mapping.counts import read_count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("12", 12),
            ("1,234", 1234),
            ("1 234", 1234),
            ("12.0", 12),
            ("12.5", 12.5),
            ("−3", -3),
            ("(3)", -3),
        ),
        *(("12 [p]", 12), ("7 (r)", 7), ("nil", 0), ("0", 0), ("1e3", 1000), ("12,345,678", 12345678)),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_count(text) == (number, "")


@pytest.mark.parametrize(
    "text", ["<5", "*", "c", "[c]", "< 10", "fewer than 5", "1-4", "1 to 4", "Suppressed", "#"]
)
def test_a_count_that_is_not_told_is_withheld_and_never_a_number(text):
    assert read_count(text) == (None, "withheld")
    assert read_count(text, "zero") == (None, "withheld")


@pytest.mark.parametrize("text", [None, "", "-", "–", " "])
def test_a_blank_is_what_the_profile_says(text):
    assert read_count(text, "zero") == (0, "")
    assert read_count(text, "missing") == (None, "missing")


@pytest.mark.parametrize("text", ["..", ":", "[x]", "n/a", "Not available"])
def test_what_is_not_available_is_missing_whatever_a_blank_is(text):
    assert read_count(text, "zero") == (None, "missing")


@pytest.mark.parametrize("text", ["many", "12%", "12 of 30", "1,23", "2024-03-01", "£5"])
def test_other_text_is_no_number(text):
    assert read_count(text) == (None, "text")
