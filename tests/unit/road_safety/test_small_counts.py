"""In public mode no count from 1 to 4 is shown, and none that would give one away."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from csp.core.change import ChangeRules
from csp.topics.road_safety.findings.casualties import write_parts, write_wards
from csp.topics.road_safety.rules.breakdowns import (
    YearFigures,
    count_parts,
    find_hidden_months,
    list_present,
    list_safe_villages,
)
from csp.topics.road_safety.rules.periods import make_year
from csp.topics.road_safety.rules.severity import Severities, find_hidden_lines

RULES = ChangeRules(comparable=True, significance=0.05, small_base=50)
SUMS = (("killed_or_serious", "fatal", "serious"), ("casualties", "killed_or_serious", "slight"))


def people(counts):
    """Slightly hurt people by a code: {"a": 3}."""
    codes = [code for code, n in counts.items() for _ in range(n)]
    return pd.DataFrame({"code": codes, "severity": 3, "adjusted_serious": 0.0})


def parts_of(now, before, suppress=True):
    labels = {code: code.upper() for code in sorted({*now, *before})}
    return count_parts(people(now), people(before), "code", labels, 1.0, RULES, suppress)


@pytest.mark.parametrize(
    ("fatal", "serious", "slight"), [*itertools.product((0, 1, 4, 5, 30), (0, 2, 5, 40), (0, 3, 5, 200))]
)
def test_no_severity_follows_from_those_that_are_shown(fatal, serious, slight):
    figures = Severities(9, fatal, serious, slight, float(serious), float(slight))
    hidden = find_hidden_lines(figures)
    for line in ("fatal", "serious", "slight", "casualties", "killed_or_serious"):
        assert line in hidden or not 1 <= figures.count(line) <= 4
    for total, *terms in SUMS:
        lines = {total, *terms}
        # One unknown in an equation is known.
        assert len(lines & hidden) != 1 or (hidden & lines == {total} and total == "casualties")


def test_a_small_part_is_hidden_with_the_next_smallest():
    first, second, third = parts_of({"a": 3, "b": 9, "c": 40}, {"a": 12, "b": 9, "c": 40})
    assert first.change.suppressed_now
    assert second.change.suppressed_now
    assert not third.change.suppressed_now
    assert first.change.before is None
    assert first.share != first.share
    assert first.serious != first.serious


def test_nothing_is_hidden_elsewhere():
    assert not any(part.change.suppressed_now for part in parts_of({"a": 3}, {"a": 1}, suppress=False))


def test_sentences_name_no_hidden_part():
    parts = parts_of({"a": 3, "b": 2}, {"a": 2, "b": 3})
    assert write_parts(parts, "age", "casualties", "Swale") == "Casualties in Swale by age: too few to show."
    assert (
        write_wards(parts, "slight injuries", 5) == "Slight injuries: too few to compare (5 in the district)."
    )
    assert write_wards(parts, "slight injuries", 4) == "Slight injuries: too few to show."


def test_a_part_that_nobody_is_in_is_left_out():
    (part,) = list_present(parts_of({"a": 9, "b": 0}, {"a": 9, "b": 0}))
    assert part.code == "a"


def test_the_total_of_a_year_does_not_tell_the_month_that_is_hidden():
    months = pd.DataFrame({"month": pd.date_range("2019-07-01", periods=14, freq="MS"), "casualties": 9})
    months.loc[[3, 13], "casualties"] = 2
    hidden = find_hidden_months(months, [YearFigures(make_year(2019), Severities())])
    assert hidden[:12].sum() == 2
    assert hidden[3]
    assert hidden[12:].tolist() == [False, True]


def test_a_village_is_shown_only_where_its_ward_and_its_neighbours_can_be():
    villages = parts_of({"a": 9, "b": 2, "c": 9, "d": 9}, {"a": 9, "b": 9, "c": 9, "d": 9}, suppress=False)
    wards = parts_of({"one": 11, "two": 9, "three": 2}, {"one": 18, "two": 9, "three": 9})
    wards_of = {"A": "ONE", "B": "ONE", "C": "TWO", "D": "FOUR"}
    safe = list_safe_villages(villages, wards_of, [ward for ward in wards if ward.label != "TWO"])
    assert [village.label for village in safe] == ["C", "D"]


def test_the_killed_or_serious_of_a_part_do_not_follow_from_those_of_the_others():
    severity = [2] * 13 + [3] * 17 + [2] + [3] * 19 + [2] * 20 + [3] * 20
    rows = people({"a": 30, "b": 20, "c": 40}).assign(severity=severity, adjusted_serious=float("nan"))
    labels = {code: code for code in "abc"}
    parts = count_parts(rows, rows.iloc[:0], "code", labels, 1.0, RULES, suppress=True)
    assert [part.label for part in parts if part.serious != part.serious] == ["a", "b"]


def test_where_no_place_may_be_shown_the_finding_says_so():
    assert write_wards((), "killed or seriously injured", 0) == (
        "Killed or seriously injured: too few in any one place to show."
    )
