"""The published severity score of home among its peers."""

from __future__ import annotations

from datetime import date

from csp.comparison.severity import AreaScore, Severity, build_severity_table, describe_severity, find_scores
from csp.core.filters import Period

SEVERITY = Severity(
    Period(date(2022, 4, 1), 12),
    "H",
    (
        AreaScore("A", "Aldham", (20.0,)),
        AreaScore("H", "Home", (11.19,)),
        AreaScore("B", "Bucks", (7.5, 9.25)),
        AreaScore("N", "None", ()),
    ),
    "areas",
)


def test_the_sentence_has_the_year_and_the_place_among_those_with_one_score():
    assert describe_severity(SEVERITY) == (
        "Crime Severity Score of ONS, all crime, year to Mar 2023: Home 11.2, lowest of 2 areas. Published "
        "by ONS by partnership with weights of its own: it is not mixed with days of harm."
    )


def test_the_table_ranks_single_scores_and_says_what_the_others_have():
    table = build_severity_table(SEVERITY)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Home", "11.2", "lowest"],
        ["Aldham", "20.0", "highest"],
        ["Bucks", "7.5 to 9.3 in 2 partnerships", "–"],
        ["None", "none published", "–"],
    ]


def test_districts_of_one_partnership_share_a_score():
    assert find_scores([12.0, 12.0]) == (12.0,)
    assert find_scores([9.0, 7.0]) == (7.0, 9.0)
