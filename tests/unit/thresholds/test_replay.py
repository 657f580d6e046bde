"""The replay, and how many of its warnings luck would give, against plain Python simulations."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from csp import statistics
from csp.core.filters import add_months
from csp.topics.thresholds.rules import Cells, Rule, evaluate, luck, replay
from csp.topics.thresholds.rules.baseline import baseline_of_rule
from csp.topics.thresholds.rules.chance import estimate_p, find_p
from tests.unit.thresholds.blocks import AGAINST, DISPERSION, block, plain_flags


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("direction", ["up", "down", "both"])
@pytest.mark.parametrize("significant", [True, False])
def test_the_replay_equals_a_plain_recomputation(against, direction, significant):
    cells = block(seed=5, months=26, gaps=(7,), listed=("robbery",))
    rule = Rule("ward_types", 3, against, 10.0, "%", direction, 25, significant)
    result = replay(cells, rule)
    judged = [at for at in range(14, 26) if plain_flags(cells, rule, at)]
    assert result.months == tuple(cells.months[at] for at in judged)
    for place, at in enumerate(judged):
        flags = plain_flags(cells, rule, at)
        assert result.flags[place] == sum(flags.values())
        assert result.judged[place] == len(flags)
        assert (result.flagged[place] == evaluate(cells, rule, at).flagged).all()


def test_the_past_year_is_the_twelve_months_that_end_with_one():
    cells, rule = block(seed=5, months=36), Rule("ward_types", 3, limit=20.0, least=0)
    year = replay(cells, rule, 33)
    assert (year.months[0], year.months[-1], len(year.months)) == (date(2019, 11, 1), date(2020, 10, 1), 12)
    assert (year.flagged == replay(cells, rule, span=36).flagged[-14:-2]).all()


def draw_plainly(rng, mean, phi):
    """A count with this mean and the variance phi x mean, by the counts of events between exponentials."""
    rate = rng.gammavariate(mean / (phi - 1), phi - 1) if phi > 1 else mean
    count, waited = 0, rng.expovariate(1.0)
    while waited < rate:
        count, waited = count + 1, waited + rng.expovariate(1.0)
    return count


def simulate_plainly(cells, rule, at, span, draws):
    """Warnings of every draw of the span: months drawn one by one, the rule put to them as it is."""
    rng = random.Random(7)
    first = (
        at - span + 1 - (rule.months - 1) - {"same months last year": 12}.get(rule.against, 3 * rule.months)
    )
    kept = slice(max(first, 0), at + 1)
    means = cells.counts[kept].mean(axis=0)
    warnings = []
    for _ in range(draws):
        counts = [
            [
                [draw_plainly(rng, means[i, j], cells.dispersion[i]) for j in range(len(cells.areas))]
                for i in range(len(cells.measures))
            ]
            for _ in cells.months[kept]
        ]
        drawn = replace(
            cells,
            months=cells.months[kept],
            counts=np.array(counts, dtype=np.int64),
            population=cells.population[kept],
            usable=cells.usable[kept],
            district_counts=cells.district_counts[kept],
            district_population=cells.district_population[kept],
        )
        last = len(drawn.months) - 1
        warnings.append(sum(int(evaluate(drawn, rule, last - back).flagged.sum()) for back in range(span)))
    return warnings


@pytest.mark.parametrize("against", ["same months last year", "mean of the three previous"])
@pytest.mark.parametrize(
    ("unit", "limit", "significant"), [("%", 30.0, False), ("sd", 1.0, False), ("%", 10.0, True)]
)
def test_luck_is_what_a_plain_simulation_gives(monkeypatch, against, unit, limit, significant):
    monkeypatch.setattr(luck, "DRAWS", 3000)
    cells = block(seed=5, months=36)
    rule = Rule("ward_types", 3, against, limit, unit, "both", 20, significant)
    plain = simulate_plainly(cells, rule, 35, 4, 400)
    error = np.std(plain, ddof=1) / math.sqrt(len(plain))
    ours = luck.count_luck(cells, rule, 35, 4).sum()
    luck._draw.cache_clear()
    assert np.mean(plain) > 4 * error
    assert ours == pytest.approx(np.mean(plain), abs=4 * error)


def all_alike(phi, months=36, mean=16.0):
    """400 cells that vary by phi and never change."""
    rng = np.random.default_rng(8)
    share = np.full((months, 20, 20), mean / (phi - 1))
    counts = rng.poisson(rng.standard_gamma(share) * (phi - 1)).astype(np.int64)
    return Cells(
        tuple(add_months(date(2018, 1, 1), i) for i in range(months)),
        tuple(f"m{i}" for i in range(20)),
        tuple(f"w{i}" for i in range(20)),
        counts,
        np.full((months, 20), 5000.0),
        np.ones(months, dtype=bool),
        "h",
        ("h", "a"),
        np.repeat(counts.sum(axis=2, keepdims=True), 2, axis=2),
        np.full((months, 2), 100e3),
        dispersion=(phi,) * 20,
    )


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize(("unit", "limit"), [("%", 40.0), ("sd", 1.5)])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_cells_without_change_give_as_many_warnings_as_luck(against, unit, limit, direction):
    cells = all_alike(1.6)
    rule = Rule("ward_types", 1, against, limit, unit, direction, least=10, significant=False)
    result = replay(cells, rule)
    flags, by_luck = int(result.flags.sum()), float(result.luck.sum())
    # Months share baselines, so warnings cling together; 6 rather than 4 roots allow for that.
    assert abs(flags - by_luck) < 6 * math.sqrt(max(flags, by_luck))
    assert by_luck > 10


def test_the_same_rule_has_the_same_luck_and_a_drag_draws_nothing_anew():
    cells, rule = block(seed=5, months=36), Rule("ward_types", 3, limit=20.0, least=0)
    first = replay(cells, rule).luck
    before = luck._draw.cache_info().misses
    stricter = replay(cells, replace(rule, limit=60.0, least=10, direction="both")).luck
    assert luck._draw.cache_info().misses == before
    assert (stricter <= replay(cells, replace(rule, direction="both")).luck).all()
    luck._draw.cache_clear()
    assert (replay(cells, rule).luck == first).all()


def test_overlapping_windows_are_drawn_with_what_they_share(monkeypatch):
    """A window that warns by luck warns again with the next one: more often in a row than if drawn alone."""
    monkeypatch.setattr(luck, "DRAWS", 400)
    cells = all_alike(1.6)
    rule = Rule("ward_types", 12, limit=15.0, least=0, significant=False)
    drawn = luck._draw(cells, replace(rule, limit=0.0, direction="both"), 35, 2, 0.05)
    luck._draw.cache_clear()
    by_month = (drawn.observed[drawn.month == month].reshape(400, -1) for month in (34, 35))
    earlier, later = ((each - each.mean(axis=0)).ravel() for each in by_month)
    # Eleven of twelve months are the same.
    assert np.corrcoef(earlier, later)[0, 1] == pytest.approx(11 / 12, abs=0.01)


@pytest.mark.parametrize("phi", DISPERSION)
@pytest.mark.parametrize("windows", [1.0, 3.0, 0.7])
@pytest.mark.parametrize("mean", [10, 40, 150])
def test_the_tests_of_the_simulation_are_near_the_exact_one(phi, windows, mean):
    rng = np.random.default_rng(2)
    rates = [np.full(4000, mean * share) for share in (1.0, windows)]
    count, base = (
        rng.poisson(rng.standard_gamma(rate / (phi - 1)) * (phi - 1) if phi > 1 else rate) for rate in rates
    )
    exact = statistics.change_p(count, base, 1.0, windows, dispersion=phi)
    near = estimate_p(count, base, np.array(windows), np.array(phi))
    for cut in (0.05, 0.005):
        assert np.mean((exact < cut) != (near < cut)) < 0.008
    assert np.quantile(np.abs(exact - near), 0.95) < 0.04


def test_the_p_of_a_cell_is_that_of_the_dashboard_s_own_test_with_a_whole_baseline():
    cells = block(seed=3, months=30)
    for against in AGAINST:
        baseline = baseline_of_rule(cells, Rule("ward_types", 3, against))
        expected = statistics.change_p(
            baseline.observed[-1],
            np.round(baseline.base[-1]),
            1.0,
            baseline.windows[-1],
            dispersion=np.array(DISPERSION)[:, None],
        )
        assert find_p(baseline, 29) == pytest.approx(expected, abs=1e-12)
