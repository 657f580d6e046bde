"""The replay and what chance would flag, against plain sums and seeded simulations."""

from __future__ import annotations

import math
from datetime import date
from itertools import product

import numpy as np
import pytest
from scipy import stats

from csp import statistics
from csp.core.filters import add_months
from csp.topics.thresholds.rules import Cells, Rule, chance, evaluate, keep_year, replay
from csp.topics.thresholds.rules.baseline import baseline_of_rule
from csp.topics.thresholds.rules.replay import lines
from tests.unit.thresholds.blocks import AGAINST, block, plain_cell, plain_flags, plain_p


def plain_chance(cells, rule, at, alpha=0.05):
    """The probability of each cell to be flagged, its own count a Poisson draw and all others as they are."""
    total = 0.0
    for i, j in product(range(2), range(3)):
        cell = plain_cell(cells, rule, at, i, j)
        if isinstance(cell, int):
            continue
        others = [
            plain_p(c[0], c[3], c[4])
            for a, b in product(range(2), range(3))
            if (a, b) != (i, j) and not isinstance(c := plain_cell(cells, rule, at, a, b), int)
        ]
        _, expected, spread, base, windows = cell
        for k in range(int(expected + 12 * math.sqrt(expected) + 30)):
            p = plain_p(k, base, windows)
            ordered = sorted([*others, p])
            passing = [r for r, q in enumerate(ordered, start=1) if q < alpha * r / len(ordered)]
            real = bool(passing) and p <= ordered[max(passing) - 1]
            reach = expected * rule.limit / 100 if rule.unit == "%" else spread * rule.limit
            above, below = k > expected + reach + 1e-9, k < expected - reach - 1e-9
            beyond = {"up": above, "down": below, "both": above or below}[rule.direction]
            if beyond and max(k, expected) >= rule.least and (real or not rule.significant):
                total += stats.poisson.pmf(k, expected)
    return total


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("direction", ["up", "down", "both"])
@pytest.mark.parametrize("significant", [True, False])
def test_replay_and_its_chance_equal_a_plain_recomputation(against, direction, significant):
    cells = block(seed=5, months=26, gaps=(7,))
    rule = Rule("ward_types", 3, against, 10.0, "%", direction, 25, significant)
    result = replay(cells, rule)
    judged = [at for at in range(26) if plain_flags(cells, rule, at)]
    assert result.months == tuple(cells.months[at] for at in judged)
    for place, at in enumerate(judged):
        flags = plain_flags(cells, rule, at)
        assert result.flags[place] == sum(flags.values())
        assert result.judged[place] == len(flags)
    for place in (0, len(judged) // 2, len(judged) - 1):
        assert result.chance[place] == pytest.approx(plain_chance(cells, rule, judged[place]), abs=1e-7)


def with_last(cells, counts, at):
    """The block with other counts in one month."""
    changed = cells.counts.copy()
    changed[at] = counts
    return Cells(**{**{f: getattr(cells, f) for f in Cells.__dataclass_fields__}, "counts": changed})


@pytest.mark.parametrize("against", ["same months last year", "mean of the three previous", "control limits"])
def test_chance_lies_within_the_error_of_a_seeded_simulation(against):
    cells = block(seed=3, months=30)
    at, rule = 29, Rule("ward_types", 1, against, 40.0, "%", "both", 10, significant=False)
    expected = baseline_of_rule(cells, rule).expected[at]
    rng = np.random.default_rng(11)
    draws = [
        int(evaluate(with_last(cells, d, at), rule, at).flagged.sum())
        for d in rng.poisson(expected, (3000, 2, 3))
    ]
    error = np.std(draws, ddof=1) / math.sqrt(len(draws))
    assert replay(cells, rule).chance[-1] == pytest.approx(np.mean(draws), abs=4 * error)
    assert np.mean(draws) > 10 * error


@pytest.mark.slow
def test_chance_beyond_a_significance_test_lies_within_the_error_of_a_simulation_cell_by_cell():
    cells = block(seed=3, months=30, mean=40)
    at, rule = 29, Rule("ward_types", 1, "control limits", 5.0, "%", "both", 10)
    expected = baseline_of_rule(cells, rule).expected[at]
    rng = np.random.default_rng(12)
    hits, n = [], 1500
    for cell in product(range(2), range(3)):
        for k in rng.poisson(expected[cell], n):
            counts = cells.counts[at].copy()
            counts[cell] = k
            hits.append(bool(evaluate(with_last(cells, counts, at), rule, at).flagged[cell]))
    mean, error = np.mean(hits) * 6, 6 * np.std(hits) / math.sqrt(len(hits))
    assert replay(cells, rule).chance[-1] == pytest.approx(mean, abs=4 * error)
    assert mean > 5 * error


def all_alike(months=24, mean=25.0):
    """400 cells that differ from themselves a year ago by chance alone."""
    counts = np.random.default_rng(8).poisson(mean, (months, 20, 20)).astype(np.int64)
    return Cells(
        tuple(add_months(date(2018, 1, 1), i) for i in range(months)),
        tuple(f"m{i}" for i in range(20)),
        tuple(f"w{i}" for i in range(20)),
        counts,
        np.ones((months, 20)),
        np.ones(months, dtype=bool),
        "h",
        ("h",),
        counts.sum(axis=2, keepdims=True),
        np.ones((months, 1)),
    )


@pytest.mark.parametrize("against", ["same months last year", "mean of the three previous", "control limits"])
@pytest.mark.parametrize(("unit", "limit"), [("%", 50.0), ("sd", 2.0)])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_chance_with_an_uncertain_baseline_is_what_cells_without_change_do(against, unit, limit, direction):
    rule = Rule("ward_types", 1, against, limit, unit, direction, least=20, significant=False)
    result = replay(all_alike(), rule)
    flags = int(result.flags.sum())
    # Months share baselines, so flags cling together; 6 rather than 4 roots allow for that.
    assert abs(flags - result.chance_both.sum()) < 6 * math.sqrt(flags)
    if against == "same months last year":
        assert flags > 1.2 * result.chance.sum()


@pytest.mark.parametrize("against", ["same months last year", "mean of the three previous"])
@pytest.mark.parametrize(("unit", "limit"), [("%", 20.0), ("sd", 1.0)])
@pytest.mark.parametrize("significant", [True, False])
def test_chance_with_an_uncertain_baseline_equals_a_plain_sum_over_every_split_of_the_two(
    against, unit, limit, significant
):
    cells = block(seed=5, months=16)
    at, rule = 15, Rule("ward_types", 1, against, limit, unit, "both", 9, significant)
    cut = chance.cutoffs(baseline_of_rule(cells, rule).p[at].reshape(1, -1), 0.05).reshape(2, 3)
    total = 0.0
    for i, j in product(range(2), range(3)):
        observed, _, _, base, windows = plain_cell(cells, rule, at, i, j)
        both = observed + base
        for k in range(both + 1):
            expected = (both - k) / windows
            reach = expected * limit / 100 if unit == "%" else math.sqrt(expected) * limit
            beyond = k > expected + reach + 1e-9 or k < expected - reach - 1e-9
            real = plain_p(k, both - k, windows) < cut[i, j]
            if beyond and max(k, expected) >= 9 and (real or not significant):
                total += stats.binom.pmf(k, both, 1 / (1 + windows))
    assert replay(cells, rule).chance_both[-1] == pytest.approx(total, abs=1e-9)
    assert total > 0


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("direction", ["up", "down", "both"])
def test_the_lines_of_the_replay_are_where_the_rule_begins_to_flag(against, direction):
    cells = block(seed=9, months=36)
    rule = Rule("ward_types", 3, against, 5.0, direction=direction, least=5)
    baseline = baseline_of_rule(cells, rule)
    low, high = lines(baseline, rule)
    flagged = (baseline.observed >= high) | (baseline.observed <= low)
    for at in range(36):
        assert (evaluate(cells, rule, at).flagged == flagged[at]).all()


def test_cutoffs_say_what_benjamini_hochberg_says_and_depend_on_the_other_cells_only():
    rng = np.random.default_rng(4)
    p = np.concatenate([rng.uniform(size=(40, 12)), rng.uniform(size=(40, 8)) * 0.02], axis=1)
    p[rng.uniform(size=p.shape) < 0.1] = np.nan
    cut = chance.cutoffs(p, 0.05)
    assert ((p < cut) == np.array([statistics.signals(row) for row in p])).all()
    for row in range(40):
        cell = int(np.flatnonzero(np.isfinite(p[row]))[0])
        for value in (0.0, 0.03, 0.9):
            other = p.copy()
            other[row, cell] = value
            assert chance.cutoffs(other, 0.05)[row, cell] == pytest.approx(cut[row, cell])


@pytest.mark.parametrize(("windows", "scale"), [(1.0, 1), (3.0, 3), (0.7, 1), (240.0, 240)])
def test_the_first_signals_on_either_side_are_found_exactly(windows, scale):
    base = np.array([0, 1, 2, 5, 10, 40, 150, 900]) * float(scale)
    for cut in (0.05, 0.001, 1e-6):
        cuts = np.full(base.size, cut)
        search = chance.SignalSearch(base, np.full(base.size, windows), cuts)
        up, down = chance.lowest_signal(search), chance.highest_signal(search)
        for b, u, d in zip(base, up, down, strict=True):
            assert plain_p(int(u), b, windows) < cut <= plain_p(int(u) - 1, b, windows)
            assert d == -1 or plain_p(int(d), b, windows) < cut
            assert plain_p(int(d) + 1, b, windows) >= cut


def test_p_is_that_of_the_dashboard_s_own_test():
    k, base = np.meshgrid(np.arange(0, 60, 3), np.arange(0, 60, 4))
    ours = chance.two_sided(chance.upper_tail(k, base.astype(float), np.full(k.shape, 2.0)))
    assert ours == pytest.approx(
        statistics.change_p(k.ravel(), base.ravel(), 1, 2).reshape(k.shape), abs=1e-12
    )


def test_the_past_year_is_the_twelve_months_that_end_with_one():
    every_month = replay(block(seed=5, months=36), Rule("ward_types", 3, limit=20.0, least=0))
    year = keep_year(every_month, date(2020, 10, 1))
    assert (year.months[0], year.months[-1], len(year.months)) == (date(2019, 11, 1), date(2020, 10, 1), 12)
    at = [every_month.months.index(month) for month in year.months]
    for name in ("flags", "judged", "chance", "chance_both", "flagged"):
        assert (getattr(year, name) == getattr(every_month, name)[at]).all(), name
