"""The sentences about flags, results and the replay say what the figures are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from csp.core import wording
from csp.topics.thresholds.findings import (
    compare_results,
    describe_past_months,
    describe_past_year,
    explain,
    write_headline,
)
from csp.topics.thresholds.rules import Rule, evaluate, replay
from tests.unit.thresholds.blocks import AGAINST, NAMES, block, series


def test_a_flag_is_explained_in_words():
    rule = Rule("ward_types", 3, limit=30.0)
    result = evaluate(series(41, 22), rule, -1)
    assert explain(result, 0, NAMES) == (
        "Shoplifting in Culverden: 41 in Oct to Dec 2020 against 22 in the same months last year, "
        "+86.4%, limit 30%, a clear change"
    )


@pytest.mark.parametrize(
    ("now", "before", "rule", "words"),
    [
        (26, 22, Rule(months=3), "+18.2%, not beyond the limit of 30%, no clear change"),
        (
            15,
            0,
            Rule(months=3),
            "against 0 in the same months last year, from 0, limit 30%, fewer than 20",
        ),
        (30, 22, Rule(months=3), "+36.4%, limit 30%, no clear change, the smallest we could have seen: ±14"),
        (4, 40, Rule(months=3, direction="both"), "−90.0%, limit 30%, a clear change"),
        (22, 22, Rule(months=3), "no difference, not beyond"),
        (
            41,
            22,
            Rule(months=1, unit="sd", limit=3.0),
            "4.1 standard deviations above, limit 3 standard deviations",
        ),
    ],
)
def test_a_cell_says_which_condition_it_does_not_meet(now, before, rule, words):
    assert words in explain(evaluate(series(now, before), rule, -1), 0, NAMES)


def test_a_cell_that_cannot_be_judged_says_why():
    early = evaluate(series(41, 22), Rule(months=3), 5)
    assert explain(early, 0, NAMES) == (
        "Shoplifting in Culverden: not judged for Jan to Mar 2020, not enough months before it"
    )
    unknown = evaluate(block(unknown=True), Rule(months=3, against="the county's rate"), -1)
    assert explain(unknown, 2, NAMES).endswith("no population, so no rate")
    gap = evaluate(block(gaps=(28,)), Rule(months=3), -1)
    assert explain(gap, 0, NAMES).endswith("a month is missing or its data incomplete")


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("months", [1, 3])
def test_every_kind_of_baseline_is_named_in_its_sentence(against, months):
    words = {
        "same months last year": "last year",
        "mean of the three previous": "an average of",
        "the county's rate": "at the county's rate",
        "the middle of the peers": "at the middle rate of the peers",
        "control limits": "before",
    }[against]
    assert words in explain(evaluate(block(), Rule(months=months, against=against), -1), 0, NAMES)


def test_two_results_are_compared_in_one_sentence():
    cells = block(seed=2, months=36)
    every = Rule("ward_types", 3, limit=0.0, direction="both", least=0, significant=False)
    loose, strict = evaluate(cells, every, -1), evaluate(cells, replace(every, limit=900.0), -1)
    assert (loose.flagged.sum(), strict.flagged.sum()) == (6, 0)
    first = [f"{NAMES[m]} in {NAMES[a]}" for m, a in map(loose.cell, loose.flags()[:3])]
    cells_said = f"{', '.join(first)} and three more"
    assert (
        compare_results(loose, strict, NAMES)
        == f"6 warnings, 6 more than with the baseline: new {cells_said}."
    )
    assert compare_results(strict, loose, NAMES) == (
        f"No warnings, 6 fewer than with the baseline: no longer {cells_said}."
    )
    assert compare_results(loose, loose, NAMES, "Cautious") == "6 warnings, as many as with Cautious."


OVERLAP = " Windows of 3 months overlap, so one change can warn in several months."


def test_the_past_year_is_said_with_its_luck_and_that_its_windows_overlap():
    cells = block(seed=5, months=36)
    rule = Rule("ward_types", 3, limit=20.0, least=0, significant=False)
    result = replay(cells, rule)
    assert describe_past_year(result) == (
        f"In the past year this would have warned {result.flags.sum()} times, "
        f"about {wording.count(float(result.luck.sum()))} by luck.{OVERLAP}"
    )
    assert describe_past_months(result)[1].endswith("line: expected by luck; windows of 3 months overlap")
    by_month = replay(cells, replace(rule, months=1))
    assert describe_past_year(by_month).endswith(" by luck.")
    assert describe_past_months(by_month)[1].endswith("line: expected by luck")
    assert describe_past_year(replay(cells, rule, 16)).startswith(
        "In the 3 months of the past year that can be judged this would have warned "
    )
    none = replay(cells, replace(rule, limit=1000.0))
    assert describe_past_year(none) == "In the past year this would not have warned."
    assert describe_past_year(replay(block(months=4), Rule(months=3))) == (
        "No month of the past year can be judged: not enough months before it."
    )


def test_one_warning_is_once():
    result = replay(block(seed=5, months=36), Rule("ward_types", 3, limit=20.0))
    one = replace(result, flags=np.array([1] + [0] * 11), luck=np.zeros(12))
    assert describe_past_year(one) == "In the past year this would have warned once, next to none by luck."


def test_the_headline_names_the_crime_types_with_most_warnings():
    cells = block(seed=2, months=36)
    every = Rule("ward_types", 3, limit=0.0, direction="both", least=0, significant=False)
    loose, strict = evaluate(cells, every, -1), evaluate(cells, replace(every, limit=900.0), -1)
    groups: dict[tuple[str, str], list[str]] = {}
    for i in loose.flags():
        measure, area = loose.cell(i)
        rose = loose.observed.ravel()[i] > loose.expected.ravel()[i]
        groups.setdefault((NAMES[measure], "up" if rose else "down"), []).append(NAMES[area])
    text = write_headline(loose, loose, "Balanced", NAMES)
    assert text.startswith("6 warnings: ")
    named = 0
    for (crime_type, move), areas in groups.items():
        place = areas[0] if len(areas) == 1 else f"{wording.number(len(areas))} wards"
        named += len(areas) if f"{crime_type} {move} in {place}" in text else 0
    assert text.endswith(f"{wording.number(6 - named)} more.") or named == 6
    assert write_headline(strict, strict, "Balanced", NAMES) == "No warnings."
    assert write_headline(loose, strict, "Balanced", NAMES) == "6 warnings, 6 more than with Balanced."
