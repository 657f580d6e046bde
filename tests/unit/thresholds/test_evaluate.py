"""Rules over tiny blocks, recomputed in plain Python; what must never happen, by Hypothesis."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.topics.thresholds.rules import Cells, Rule, curve, evaluate, replay
from csp.topics.thresholds.rules.baseline import JUDGED
from csp.topics.thresholds.rules.chance import find_clear
from tests.unit.thresholds.blocks import (
    AGAINST,
    DISPERSION,
    block,
    plain_cell,
    plain_clear,
    plain_flags,
    plain_p,
    series,
)


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("months", [1, 3])
@pytest.mark.parametrize("gaps", [(), (4, 20), (4, (2, 0), (19, 0))])
@pytest.mark.parametrize(("unit", "limit"), [("%", 25.0), ("sd", 1.5)])
@pytest.mark.parametrize("listed", [(), ("robbery",)])
def test_every_month_equals_a_plain_recomputation(against, months, gaps, unit, limit, listed):
    cells = block(gaps=gaps, unknown=True, listed=listed, growth=1.1)
    rule = Rule("ward_types", months, against, limit, unit, "both", 8)
    flagged = 0
    for at in range(len(cells.months)):
        result = evaluate(cells, rule, at)
        flags = plain_flags(cells, rule, at)
        for i, j in product(range(2), range(3)):
            cell = plain_cell(cells, rule, at, i, j)
            if isinstance(cell, int):
                assert result.reason[i, j] == cell
                assert not result.flagged[i, j]
                assert math.isnan(result.p[i, j])
                continue
            observed, expected, spread, base, windows = cell
            assert result.reason[i, j] == JUDGED
            assert result.observed[i, j] == observed
            assert result.expected[i, j] == pytest.approx(expected)
            assert result.p[i, j] == pytest.approx(plain_p(observed, base, windows, DISPERSION[i]), abs=1e-9)
            seen = 1.96 * math.sqrt(DISPERSION[i] * expected * (1 + 1 / windows))
            assert result.smallest[i, j] == pytest.approx(seen, rel=1e-4)
            if spread:
                assert result.z[i, j] == pytest.approx((observed - expected) / spread)
            if expected:
                assert result.difference_pct[i, j] == pytest.approx(100 * (observed - expected) / expected)
            assert result.flagged[i, j] == flags[i, j]
        flagged += sum(flags.values())
    assert flagged > 0


@pytest.mark.parametrize("months", [1, 3])
def test_exceptional_months_are_judged_and_shape_no_control_limits(months):
    lockdowns = {(5, 0), (6, 0), (6, 1), (15, 0)}
    marks = np.array([[(m, i) in lockdowns for i in range(2)] for m in range(30)])
    cells = replace(block(gaps=(3,)), exceptional=marks)
    rule = Rule("ward_types", months, "control limits", 1.5, "sd", "both", 8)
    differences = 0
    for at in range(len(cells.months)):
        result, plain = evaluate(cells, rule, at), evaluate(replace(cells, exceptional=None), rule, at)
        for i, j in product(range(2), range(3)):
            cell = plain_cell(cells, rule, at, i, j)
            if isinstance(cell, int):
                assert result.reason[i, j] == cell
            else:
                assert (result.observed[i, j], result.expected[i, j]) == pytest.approx(cell[:2])
        both = result.evaluable & plain.evaluable
        differences += int((result.expected != plain.expected)[both].sum())
    assert differences


@pytest.mark.parametrize("against", AGAINST)
def test_a_year_s_window_equals_a_plain_recomputation(against):
    cells = block(months=40)
    rule = Rule("ward_types", 12, against, 5.0, "%", "both", 8, significant=False)
    for at in (0, 10, 11, 12, 22, 23, 24, 35, 39):
        flags = plain_flags(cells, rule, at)
        result = evaluate(cells, rule, at)
        assert {(i, j) for i, j in zip(*np.nonzero(result.flagged), strict=True)} == {
            key for key, on in flags.items() if on
        }
        assert result.evaluable.sum() == len(flags)


@given(
    seed=st.integers(0, 50),
    against=st.sampled_from(AGAINST),
    months=st.sampled_from([1, 3, 12]),
    kind=st.tuples(st.sampled_from(["up", "down", "both"]), st.sampled_from(["%", "sd"]), st.booleans()),
    limits=st.lists(st.floats(0, 300), min_size=2, max_size=2).map(sorted),
    leasts=st.lists(st.integers(0, 200), min_size=2, max_size=2).map(sorted),
)
@settings(deadline=None, max_examples=60)
def test_a_stricter_limit_and_a_higher_least_count_never_flag_more(
    seed, against, months, kind, limits, leasts
):
    direction, unit, significant = kind
    cells = block(seed=seed, months=36)
    loose, strict, least = (
        replay(cells, Rule("ward_types", months, against, limit, unit, direction, k, significant), span=36)
        for limit, k in ((limits[0], leasts[0]), (limits[1], leasts[0]), (limits[0], leasts[1]))
    )
    assert not (strict.flagged & ~loose.flagged).any()
    assert not (least.flagged & ~loose.flagged).any()
    assert (strict.luck <= loose.luck).all()
    assert (least.luck <= loose.luck).all()


@given(
    seed=st.integers(0, 50),
    against=st.sampled_from(AGAINST),
    months=st.sampled_from([1, 3, 12]),
    at=st.integers(0, 39),
    gaps=st.lists(st.integers(0, 39), max_size=3),
)
@settings(deadline=None, max_examples=60)
def test_no_later_month_changes_an_earlier_answer(seed, against, months, at, gaps):
    cells = block(seed=seed, months=40, gaps=gaps)
    rule = Rule("ward_types", months, against, 10.0, direction="both", least=5)
    then, now = replay(cells.until(at), rule, span=40), replay(cells, rule, span=40)
    n = len(then.months)
    assert now.months[:n] == then.months
    assert (now.flagged[:n] == then.flagged).all()
    year = replay(cells, rule, at)
    assert (year.luck == replay(cells.until(at), rule).luck).all()
    here, there = evaluate(cells, rule, at), evaluate(cells.until(at), rule, at)
    assert (here.flagged == there.flagged).all()
    assert np.array_equal(here.p, there.p, equal_nan=True)


@given(
    seed=st.integers(0, 30),
    against=st.sampled_from(AGAINST),
    direction=st.sampled_from(["up", "down", "both"]),
    unit=st.sampled_from(["%", "sd"]),
    significant=st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_the_curve_counts_what_the_rule_flags_at_each_limit(seed, against, direction, unit, significant):
    cells = block(seed=seed, months=36)
    grid = [0, 0.5, 1, 2, 5, 20, 50, 100]
    rule = Rule("ward_types", 3, against, 0.0, unit, direction, 10, significant)
    one_by_one = [
        int(
            evaluate(
                cells, Rule("ward_types", 3, against, g, unit, direction, 10, significant), -1
            ).flagged.sum()
        )
        for g in map(float, grid)
    ]
    assert curve(cells, rule, -1, grid).tolist() == one_by_one


def test_on_the_limit_is_not_beyond_it():
    assert evaluate(series(130, 100), Rule(months=3, limit=30.0, significant=False), -1).flagged.sum() == 0
    assert evaluate(series(131, 100), Rule(months=3, limit=30.0, significant=False), -1).flagged.sum() == 1
    # A baseline of thirds: 22 / 3 and half as much again is 11.
    cells = block(months=8)
    thirds = np.zeros((8, 2, 3), dtype=np.int64)
    thirds[4:7, 0, 0], thirds[7, 0, 0] = (7, 7, 8), 11
    cells = Cells(**{**{f: getattr(cells, f) for f in Cells.__dataclass_fields__}, "counts": thirds})
    rule = Rule("ward_types", 1, "mean of the three previous", 50.0, least=0, significant=False)
    assert not evaluate(cells, rule, -1).flagged[0, 0]


def test_a_fall_to_few_still_reaches_the_least_count():
    result = evaluate(series(2, 40), Rule(months=3, direction="down", least=30), -1)
    assert result.flagged.all()


def test_flags_are_listed_with_the_clearest_first():
    cells = block(seed=2, months=36)
    result = evaluate(cells, Rule("ward_types", 3, "control limits", 5.0, direction="both", least=0), -1)
    p = [result.p.ravel()[i] for i in result.flags()]
    assert len(p) == result.flagged.sum() > 1
    assert p == sorted(p)


@pytest.mark.parametrize("listed", [(), ("shoplifting",), ("shoplifting", "robbery")])
def test_measures_of_a_rule_narrow_what_is_watched_and_not_what_is_judged_together(listed):
    cells = block(seed=6, months=36, listed=listed)
    every = evaluate(cells, Rule("ward_types", 3), -1)
    result = evaluate(cells, Rule("ward_types", 3, measures=("robbery", "unknown")), -1)
    assert result.measures == ("robbery",)
    assert result.observed.tolist() == cells.counts[-3:, [1]].sum(axis=0).tolist()
    assert result.significant.tolist() == every.significant[[1]].tolist()


def test_a_type_that_is_not_listed_changes_no_verdict_of_another():
    rng = np.random.default_rng(3)
    p = rng.uniform(size=(8, 200)) * rng.choice([0.02, 1.0], size=(8, 200))
    listed = np.array([True] * 6 + [False] * 2)
    clear = find_clear(p, listed, 0.05)
    assert (clear[:6] == find_clear(p[:6], listed[:6], 0.05)).all()
    plain = plain_clear(dict(np.ndenumerate(p)), range(6))
    assert {key for key, on in np.ndenumerate(clear) if on} == {key for key, on in plain.items() if on}
    assert 100 < clear.sum() < 1500
