"""Rules over tiny blocks, recomputed in plain Python; what must never happen, by Hypothesis."""

from __future__ import annotations

import math
import statistics as plain
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from csp import statistics
from csp.filters import add_months
from csp.thresholds import (
    Cells,
    Rule,
    build,
    chance,
    curve,
    evaluate,
    explain,
    replay,
    replay_sentence,
    versus,
)
from csp.thresholds.baseline import JUDGED, NO_HISTORY, NO_MONTH, NO_POPULATION, of_rule
from csp.thresholds.replay import lines

AGAINST = (
    "same months last year",
    "mean of the three previous",
    "the county's rate",
    "the middle of the peers",
    "control limits",
)
NAMES = {"shoplifting": "Shoplifting", "robbery": "Robbery", "w1": "Culverden", "w2": "Park", "w3": "Capel"}


def block(seed=1, months=30, mean=12.0, gaps=(), unknown=False, factor=1.0):
    """Two types in three wards and four districts; Poisson, with some wards and months well off the mean."""
    rng = np.random.default_rng(seed)
    shape = (months, 2, 3)
    level = mean * rng.choice([0.3, 1.0, 1.0, 1.0, 2.5], size=shape)
    population = np.broadcast_to(np.array([5000.0, 8000.0, 3000.0]), (months, 3)).copy()
    if unknown:
        population[:, 2] = np.nan
    usable = np.ones(months, dtype=bool)
    usable[list(gaps)] = False
    return Cells(
        months=tuple(add_months(date(2018, 1, 1), i) for i in range(months)),
        measures=("shoplifting", "robbery"),
        areas=("w1", "w2", "w3"),
        counts=rng.poisson(level).astype(np.int64),
        population=population,
        usable=usable,
        home="h",
        districts=("h", "a", "b", "c"),
        district_counts=rng.poisson(mean * 8 * factor, size=(months, 2, 4)).astype(np.int64),
        district_population=np.broadcast_to(np.array([60e3, 50e3, 70e3, 40e3]), (months, 4)).copy(),
    )


def plain_cell(cells, rule, at, i, j):  # noqa: PLR0911 one return per reason
    """What a cell is held against: (observed, expected, spread, base, windows) or the reason why not."""
    w = rule.months
    x = [int(v) for v in cells.counts[:, i, j]]
    window = range(at - w + 1, at + 1)

    def total(months):
        if any(m < 0 for m in months):
            return NO_HISTORY
        if not all(cells.usable[m] for m in months):
            return NO_MONTH
        return sum(x[m] for m in months)

    if window[0] < 0:
        return NO_HISTORY
    if not all(cells.usable[m] for m in window):
        return NO_MONTH
    observed = sum(x[m] for m in window)
    if rule.against == "same months last year":
        if window[0] - 12 < 0:
            return NO_HISTORY
        before = [m - 12 for m in window]
        if not all(cells.usable[m] for m in before):
            return NO_MONTH
        base = sum(x[m] for m in before)
        return observed, base, math.sqrt(base), base, 1
    if rule.against == "mean of the three previous":
        starts = [window[0] - w * k for k in (1, 2, 3)]
        possible = [s for s in starts if s >= 0]
        if len(possible) < 2:
            return NO_HISTORY
        whole = [s for s in possible if all(cells.usable[s : s + w])]
        if len(whole) < 2:
            return NO_MONTH
        base = sum(sum(x[s : s + w]) for s in whole)
        return observed, base / len(whole), math.sqrt(base / len(whole)), base, len(whole)
    if rule.against == "control limits":
        before = [m for m in range(window[0]) if cells.usable[m]][-24:]
        if len(before) < 12:
            return NO_HISTORY
        chart = statistics.xmr([x[m] for m in before])
        base = sum(x[m] for m in before)
        sigma = (chart.upper[0] - chart.centre[0]) / 3
        return observed, chart.centre[0] * w, sigma * math.sqrt(w), base, len(before) / w
    people = sum(float(cells.population[m, j]) for m in window)
    if math.isnan(people):
        return NO_POPULATION
    districts = [
        (
            sum(int(cells.district_counts[m, i, d]) for m in window),
            sum(cells.district_population[m, d] for m in window),
        )
        for d in range(len(cells.districts))
    ]
    if rule.against == "the county's rate":
        count, all_people = (sum(v) for v in zip(*districts, strict=True))
        expected = count / all_people * people
        return observed, expected, math.sqrt(expected), count - observed, (all_people - people) / people
    rates = [n / p for n, p in districts[1:]]
    expected = plain.median(rates) * people
    windows = sum(p for _, p in districts[1:]) * 2 / math.pi / people
    return observed, expected, math.sqrt(expected), expected * windows, windows


def plain_p(k, base, windows):
    """The conditional mid-p test from the binomial; from the beta where the baseline is not whole."""
    share = 1 / (1 + windows)
    if base == int(base):
        n = k + int(base)
        half = stats.binom.pmf(k, n, share) / 2
        upper = stats.binom.sf(k, n, share) + half
    else:
        at_least = stats.beta.cdf(share, k, base + 1) if k else 1.0
        upper = (at_least + stats.beta.cdf(share, k + 1, base)) / 2
    return min(1.0, 2 * min(upper, 1 - upper))


def plain_flags(cells, rule, at, alpha=0.05):
    """{(i, j): flagged} over the cells that can be judged."""
    found = {}
    for i, j in product(range(len(cells.measures)), range(len(cells.areas))):
        cell = plain_cell(cells, rule, at, i, j)
        if not isinstance(cell, int):
            found[i, j] = cell, plain_p(cell[0], cell[3], cell[4])
    ordered = sorted(p for _, p in found.values())
    passing = [r for r, p in enumerate(ordered, start=1) if p < alpha * r / len(ordered)]
    cut = ordered[max(passing) - 1] if passing else -1.0
    flags = {}
    for key, ((observed, expected, spread, *_), p) in found.items():
        reach = expected * rule.limit / 100 if rule.unit == "%" else spread * rule.limit
        above, below = observed > expected + reach + 1e-9, observed < expected - reach - 1e-9
        beyond = {"up": above, "down": below, "both": above or below}[rule.direction]
        enough = max(observed, expected) >= rule.least
        flags[key] = beyond and enough and (p <= cut or not rule.significant)
    return flags


@pytest.mark.slow
@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("months", [1, 3])
@pytest.mark.parametrize("gaps", [(), (4, 20)])
@pytest.mark.parametrize(("unit", "limit"), [("%", 25.0), ("sd", 1.5)])
def test_every_month_equals_a_plain_recomputation(against, months, gaps, unit, limit):
    cells = block(gaps=gaps, unknown=True)
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
            assert result.p[i, j] == pytest.approx(plain_p(observed, base, windows), abs=1e-9)
            if spread:
                assert result.z[i, j] == pytest.approx((observed - expected) / spread)
            if expected:
                assert result.difference_pct[i, j] == pytest.approx(100 * (observed - expected) / expected)
            assert result.flagged[i, j] == flags[i, j]
        flagged += sum(flags.values())
    assert flagged > 0


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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("against", ["same months last year", "mean of the three previous", "control limits"])
def test_chance_lies_within_the_error_of_a_seeded_simulation(against):
    cells = block(seed=3, months=30)
    at, rule = 29, Rule("ward_types", 1, against, 40.0, "%", "both", 10, significant=False)
    expected = of_rule(cells, rule).expected[at]
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
    expected = of_rule(cells, rule).expected[at]
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
    cut = chance.cutoffs(of_rule(cells, rule).p[at].reshape(1, -1), 0.05).reshape(2, 3)
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


@given(
    seed=st.integers(0, 50),
    against=st.sampled_from(AGAINST),
    months=st.sampled_from([1, 3, 12]),
    direction=st.sampled_from(["up", "down", "both"]),
    unit=st.sampled_from(["%", "sd"]),
    significant=st.booleans(),
    limits=st.lists(st.floats(0, 300), min_size=2, max_size=2).map(sorted),
    leasts=st.lists(st.integers(0, 200), min_size=2, max_size=2).map(sorted),
)
@settings(deadline=None, max_examples=60)
def test_a_stricter_limit_and_a_higher_least_count_never_flag_more(
    seed, against, months, direction, unit, significant, limits, leasts
):
    cells = block(seed=seed, months=36)
    loose, strict, least = (
        replay(cells, Rule("ward_types", months, against, limit, unit, direction, k, significant))
        for limit, k in ((limits[0], leasts[0]), (limits[1], leasts[0]), (limits[0], leasts[1]))
    )
    assert not (strict.flagged & ~loose.flagged).any()
    assert not (least.flagged & ~loose.flagged).any()
    assert (strict.chance <= loose.chance + 1e-12).all()
    assert (least.chance <= loose.chance + 1e-12).all()


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
    then, now = replay(cells.until(at), rule), replay(cells, rule)
    n = len(then.months)
    assert now.months[:n] == then.months
    assert (now.flagged[:n] == then.flagged).all()
    assert (now.chance[:n] == then.chance).all()
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


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("direction", ["up", "down", "both"])
def test_the_lines_of_the_replay_are_where_the_rule_begins_to_flag(against, direction):
    cells = block(seed=9, months=36)
    rule = Rule("ward_types", 3, against, 5.0, direction=direction, least=5)
    held = of_rule(cells, rule)
    low, high = lines(held, rule)
    flagged = (held.observed >= high) | (held.observed <= low)
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
        held = chance.Held(base, np.full(base.size, windows), cuts)
        up, down = chance.lowest_signal(held), chance.highest_signal(held)
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


def series(now, before, months=15):
    """One type in one ward: so many in the last window and so many a year before it."""
    counts = np.zeros((months, 1, 1), dtype=np.int64)
    counts[months - 1] = now
    counts[months - 13] = before
    return Cells(
        tuple(add_months(date(2019, 10, 1), i) for i in range(months)),
        ("shoplifting",),
        ("w1",),
        counts,
        np.full((months, 1), 5000.0),
        np.ones(months, dtype=bool),
        "h",
        ("h", "a"),
        np.repeat(counts, 2, axis=2),
        np.full((months, 2), 50000.0),
    )


def test_a_flag_is_explained_in_words():
    rule = Rule("ward_types", 3, limit=30.0)
    result = evaluate(series(41, 22), rule, -1)
    assert explain(result, 0, NAMES) == (
        "Shoplifting in Culverden: 41 in Oct to Dec 2020 against 22 in the same months last year, "
        "+86.4 %, limit 30 %, more than chance"
    )


@pytest.mark.parametrize(
    ("now", "before", "rule", "words"),
    [
        (26, 22, Rule(months=3), "+18.2 %, not beyond the limit of 30 %, within chance"),
        (
            15,
            0,
            Rule(months=3),
            "against 0 in the same months last year, from 0, limit 30 %, fewer than 20",
        ),
        (30, 22, Rule(months=3), "+36.4 %, limit 30 %, within chance"),
        (4, 40, Rule(months=3, direction="both"), "−90.0 %, limit 30 %, more than chance"),
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
    assert explain(gap, 0, NAMES).endswith("a month is missing or incomplete")


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("months", [1, 3])
def test_every_kind_of_baseline_is_named_in_its_sentence(against, months):
    words = {
        "same months last year": "last year",
        "mean of the three previous": "a mean of",
        "the county's rate": "at the county's rate",
        "the middle of the peers": "at the middle rate of the peers",
        "control limits": "before",
    }[against]
    assert words in explain(evaluate(block(), Rule(months=months, against=against), -1), 0, NAMES)


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


def test_two_results_are_compared_in_one_sentence():
    cells = block(seed=2, months=36)
    every = Rule("ward_types", 3, limit=0.0, direction="both", least=0, significant=False)
    loose, strict = evaluate(cells, every, -1), evaluate(cells, replace(every, limit=900.0), -1)
    assert (loose.flagged.sum(), strict.flagged.sum()) == (6, 0)
    first = [f"{NAMES[m]} in {NAMES[a]}" for m, a in map(loose.cell, loose.flags()[:3])]
    cells_said = f"{', '.join(first)} and three more"
    assert versus(loose, strict, NAMES) == f"6 flagged, 6 more than with the baseline: new {cells_said}."
    assert versus(strict, loose, NAMES) == (
        f"0 flagged, 6 fewer than with the baseline: no longer {cells_said}."
    )
    assert versus(loose, loose, NAMES, "Cautious") == "6 flagged, as many as with Cautious."


def test_the_replay_is_said_in_one_sentence():
    cells = block(seed=5, months=36)
    result = replay(cells, Rule("ward_types", 3, limit=20.0, least=0, significant=False))
    flags, expected, both = int(result.flags.sum()), result.chance.sum(), result.chance_both.sum()
    assert replay_sentence(result) == (
        f"This limit would have flagged {flags} ward-months (each crime type counted) in the 22 months "
        f"from Mar 2019 to Dec 2020; about {expected:.0f} by chance, "
        f"about {both:.0f} if chance in the baselines is counted too."
    )
    assert replay_sentence(replay(block(months=4), Rule(months=3))).startswith("No month can be replayed")


def test_measures_of_a_rule_narrow_what_is_watched_and_what_is_judged_together():
    cells = block(seed=6, months=36)
    result = evaluate(cells, Rule("ward_types", 3, measures=("robbery", "unknown")), -1)
    assert result.measures == ("robbery",)
    assert result.observed.tolist() == cells.counts[-3:, [1]].sum(axis=0).tolist()


def frame(rows):
    return pd.DataFrame(rows, columns=["measure", "month", "area_code", "flag", "n"])


def test_a_block_is_built_from_long_frames():
    rows = [
        ("asb", date(2020, 1, 1), "w1", None, 4),
        ("asb", date(2020, 1, 1), "w1", "covid", 3),
        ("asb", date(2020, 3, 1), "w2", None, 2),
        ("asb", date(2020, 3, 1), "elsewhere", None, 9),
        ("other", date(2020, 3, 1), "w2", None, 9),
        ("asb", date(2021, 3, 1), "w2", None, 9),
    ]
    people = {("w1", 2020): 100.0, ("h", 2020): 1000.0}
    cells = build(
        frame(rows),
        frame([("asb", date(2020, 3, 1), "h", None, 7)]),
        measures=["robbery", "asb"],
        areas=["w1", "w2"],
        home="h",
        districts=["h"],
        loaded=[date(2020, 1, 1), date(2020, 3, 1)],
        incomplete=[date(2020, 3, 1)],
        population=lambda area, year: people.get((area, year), math.nan),
        exclude=["covid"],
    )
    assert cells.months == (date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1))
    assert cells.counts[:, 1].tolist() == [[4, 0], [0, 0], [0, 2]]
    assert cells.counts[:, 0].sum() == 0
    assert cells.usable.tolist() == [True, False, False]
    assert cells.population[:, 0].tolist() == [100.0] * 3
    assert np.isnan(cells.population[:, 1]).all()
    assert cells.district_counts[2, 1].tolist() == [7]


def test_a_block_with_a_hole_or_of_the_wrong_shape_is_refused():
    cells = block(months=3)
    fields = {f: getattr(cells, f) for f in Cells.__dataclass_fields__}
    with pytest.raises(ValueError, match="without a gap"):
        Cells(**{**fields, "months": (date(2020, 1, 1), date(2020, 3, 1), date(2020, 4, 1))})
    with pytest.raises(ValueError, match="is needed"):
        Cells(**{**fields, "usable": np.ones(2, dtype=bool)})
