"""Which similar areas have their months loaded, and the words for it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csp.topics.county import findings, rules

JAN, FEB = date(2024, 1, 1), date(2024, 2, 1)
PEOPLE = {"A": 100_000.0, "B": 100_000.0, "C": 100_000.0, "D": float("nan"), "E": 100_000.0}


def test_an_area_is_loaded_with_every_month_and_more_than_strays_in_each():
    rows = [
        *(("A", JAN, 100), ("A", FEB, 400)),
        *(("B", JAN, 99), ("B", FEB, 400)),  # fewer than 1 per 1,000
        *(("C", FEB, 900),),
        *(("D", JAN, 1), ("D", FEB, 1)),
    ]
    counts = pd.DataFrame(rows, columns=["district_code", "month", "n"])
    counts["month"] = pd.to_datetime(counts["month"])
    assert rules.list_loaded(counts, [JAN, FEB], PEOPLE) == {"A", "D"}
    assert rules.list_loaded(counts, [FEB], PEOPLE) == {"A", "B", "C", "D"}
    assert rules.list_loaded(counts[:0], [JAN], PEOPLE) == frozenset()


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ([], "Home among 2 of 2 similar areas."),
        (["C"], "Home among 2 of 3 similar areas; 1 has no data for these months (C)."),
        (["C", "D", "E"], "Home among 2 of 5 similar areas; 3 have no data for these months (C, D and E)."),
        (
            list("CDEFG"),
            "Home among 2 of 7 similar areas; 5 have no data for these months (C, D, E and 2 more).",
        ),
    ],
)
def test_the_sentence_says_how_many_are_ranked_and_which_are_missing(missing, sentence):
    assert findings.describe_similar(["A", "B"], missing, "Home") == sentence
