"""A stretch of limits that changes nothing says what decides there."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from csp.core.filters import add_months
from csp.topics.thresholds.findings import describe_flat, list_stops, note_flat
from csp.topics.thresholds.findings.limit import describe_stretch
from csp.topics.thresholds.rules import Cells, Flat, Rule, curve, find_flats, find_stretch

LIMITS = tuple(float(limit) for limit in range(0, 205, 5))


def cells(*pairs: tuple[int, int]) -> Cells:
    """One crime type in as many wards, each with its count of the last month and of that a year before."""
    months, wards = 13, len(pairs)
    counts = np.zeros((months, 1, wards), dtype=np.int64)
    counts[-1, 0], counts[0, 0] = np.array(pairs).T
    return Cells(
        months=tuple(add_months(date(2019, 12, 1), i) for i in range(months)),
        measures=("shoplifting",),
        areas=tuple(f"w{i}" for i in range(wards)),
        counts=counts,
        population=np.full((months, wards), 5000.0),
        usable=np.ones(months, dtype=bool),
        home="h",
        districts=("h", "a"),
        district_counts=np.ones((months, 1, 2), dtype=np.int64),
        district_population=np.full((months, 2), 50e3),
    )


def flats_of(block: Cells, rule: Rule, **options: bool) -> list[Flat]:
    counts = curve(block, rule, -1, LIMITS)
    return find_flats(block, rule, len(block.months) - 1, LIMITS, [int(n) for n in counts], **options)


RULE = Rule(months=1, least=20, significant=False)


@pytest.mark.parametrize(("limit", "ends"), [(0.0, (0, 1)), (5.0, (0, 1)), (12.0, (2, 2)), (20.0, (3, 3))])
def test_a_stretch_is_as_long_as_its_number(limit, ends):
    assert find_stretch((0.0, 5.0, 10.0, 15.0), [4, 4, 3, 1], limit) == ends


def test_where_nothing_lies_between_the_flat_says_so():
    # 100 against 50 is a rise of 100%: up to there one warning, from there on none.
    first, second = flats_of(cells((100, 50)), RULE)
    assert (first.first, first.last, first.warnings) == (0.0, 95.0, 1)
    assert (second.first, second.last, second.warnings) == (100.0, 200.0, 0)
    assert not any((first.ignored, first.unclear, second.ignored, second.unclear))
    assert describe_flat(first, RULE) == "From 0% to 95% the number stays the same: no difference lies there."
    assert note_flat(first, "%") == "0% to 95%: no difference lies there"


def test_standard_deviations_are_named_in_full_where_there_is_room():
    flat = Flat(0.0, 4.5, 3, ignored=True, unclear=True)
    assert note_flat(flat, "sd") == "0 to 4.5: ignored counts and clear changes decide"
    assert describe_flat(flat, Rule(unit="sd")).startswith("From 0 to 4.5 standard deviations the number ")


def test_counts_that_are_ignored_decide_where_they_alone_lie():
    # 15 against 10 is a rise of 50%, and both are under 20.
    first, _ = flats_of(cells((100, 50), (15, 10)), RULE)
    assert (first.ignored, first.unclear) == (True, False)
    assert note_flat(first, "%") == "0% to 95%: ignored counts decide"
    assert describe_flat(first, RULE) == (
        "From 0% to 95% the number stays the same, whatever the limit: "
        "the differences in between are ignored counts (under 20)."
    )


def test_clear_changes_decide_where_the_differences_are_none():
    # 30 against 25 is a rise of 20% that may well be luck; 300 against 100 is none.
    strict = Rule(months=1, least=20, significant=True)
    (first,) = flats_of(cells((300, 100), (30, 25)), strict)
    assert (first.warnings, first.ignored, first.unclear) == (1, False, True)
    assert note_flat(first, "%") == "0% to 195%: clear changes decide"
    (both,) = flats_of(cells((300, 100), (30, 25), (15, 10)), strict)
    assert note_flat(both, "%") == "0% to 195%: ignored counts and clear changes decide"
    assert describe_flat(both, strict).endswith(
        "the differences in between are ignored counts (under 20) or no clear changes."
    )


def test_a_rule_that_takes_any_change_has_no_clear_changes_to_decide():
    first, *_ = flats_of(cells((300, 100), (30, 25)), RULE)
    assert (first.last, first.unclear) == (15.0, False)


def test_a_stretch_of_two_steps_is_not_worth_a_word():
    # Rises of 10% and 20%: between them lies one stop.
    flats = flats_of(cells((110, 100), (120, 100)), RULE)
    assert [(flat.first, flat.last) for flat in flats] == [(20.0, 200.0)]


def test_every_stop_has_its_number_and_what_decides_there():
    flat = Flat(5.0, 15.0, 3, ignored=True, unclear=False)
    stops = list_stops((0.0, 5.0, 10.0, 15.0), [4, 3, 3, 3], [flat], "%")
    assert [(stop["figure"], stop["says"]) for stop in stops] == [
        ("0%", "4 warnings"),
        ("5%", "3 warnings"),
        ("10%", "3 warnings"),
        ("15%", "3 warnings"),
    ]
    assert [stop["note"] for stop in stops] == ["", *["5% to 15%: ignored counts decide"] * 3]
    (deviations,) = list_stops((1.0,), [0], [], "sd")
    assert (deviations["figure"], deviations["says"]) == ("1 standard deviation", "No warnings")


def test_the_curve_says_between_which_limits_the_number_is_the_same():
    limits, counts = (0.0, 0.5, 1.0, 1.5), [4, 4, 3, 1]
    assert describe_stretch(Rule(limit=0.5, unit="sd"), limits, counts) == (
        "4 warnings at 0.5 standard deviations, as many from 0 to 0.5 standard deviations"
    )
    assert describe_stretch(Rule(limit=1.0, unit="sd"), limits, counts) == (
        "3 warnings at 1 standard deviation"
    )
