"""Tiny blocks of counts, and the rules recomputed over them in plain Python."""

from __future__ import annotations

import math
import statistics as plain
from datetime import date
from functools import cache
from itertools import product

import numpy as np
from scipy import stats

from csp import statistics
from csp.core.filters import add_months
from csp.topics.thresholds.rules import Cells
from csp.topics.thresholds.rules.baseline import NO_HISTORY, NO_MONTH, NO_POPULATION

AGAINST = (
    "same months last year",
    "mean of the three previous",
    "the county's rate",
    "the middle of the peers",
    "control limits",
)


NAMES = {"shoplifting": "Shoplifting", "robbery": "Robbery", "w1": "Culverden", "w2": "Park", "w3": "Capel"}


DISPERSION = (1.6, 1.0)


def block(seed=1, months=30, mean=12.0, gaps=(), unknown=False, listed=(), growth=1.0):
    """Two types in three wards and four districts; some wards and months lie well off the mean.

    listed: the types that are judged with each other. growth: of the wards' populations, by year. gaps:
    months that cannot be counted, or pairs of a month and the type that is incomplete in it.
    """
    rng = np.random.default_rng(seed)
    shape = (months, 2, 3)
    level = mean * rng.choice([0.3, 1.0, 1.0, 1.0, 2.5], size=shape)
    years = np.arange(months)[:, None] // 12
    population = np.array([5000.0, 8000.0, 3000.0]) * growth**years
    if unknown:
        population[:, 2] = np.nan
    usable = np.ones(months, dtype=bool)
    usable[[month for month in gaps if isinstance(month, int)]] = False
    incomplete = np.array([[(m, i) in gaps for i in range(2)] for m in range(months)])
    return Cells(
        months=tuple(add_months(date(2018, 1, 1), i) for i in range(months)),
        measures=("shoplifting", "robbery"),
        incomplete=incomplete if incomplete.any() else None,
        areas=("w1", "w2", "w3"),
        counts=rng.poisson(level).astype(np.int64),
        population=population,
        usable=usable,
        home="h",
        districts=("h", "a", "b", "c"),
        district_counts=rng.poisson(mean * 8, size=(months, 2, 4)).astype(np.int64),
        district_population=np.broadcast_to(np.array([60e3, 50e3, 70e3, 40e3]), (months, 4)).copy(),
        dispersion=DISPERSION,
        listed=listed,
    )


def plain_cell(cells, rule, at, i, j):  # noqa: PLR0911 one return per reason
    """What a cell is held against: (observed, expected, spread, base, windows) or the reason why not."""
    w = rule.months
    x = [int(v) for v in cells.counts[:, i, j]]
    phi = cells.dispersion[i] if cells.dispersion else 1.0
    window = range(at - w + 1, at + 1)

    def is_usable(m):
        return cells.usable[m] and (cells.incomplete is None or not cells.incomplete[m, i])

    def total(months):
        if any(m < 0 for m in months):
            return NO_HISTORY
        if not all(is_usable(m) for m in months):
            return NO_MONTH
        return sum(x[m] for m in months)

    if window[0] < 0:
        return NO_HISTORY
    if not all(is_usable(m) for m in window):
        return NO_MONTH
    observed = sum(x[m] for m in window)
    if rule.against == "same months last year":
        if window[0] - 12 < 0:
            return NO_HISTORY
        before = [m - 12 for m in window]
        if not all(is_usable(m) for m in before):
            return NO_MONTH
        base = sum(x[m] for m in before)
        middle = window[(w - 1) // 2]
        people, people_before = (float(cells.population[m, j]) for m in (middle, middle - 12))
        share = 1.0 if math.isnan(people) else people_before / people
        return observed, base, math.sqrt(phi * base), base, share
    if rule.against == "mean of the three previous":
        starts = [window[0] - w * k for k in (1, 2, 3)]
        possible = [s for s in starts if s >= 0]
        if len(possible) < 2:
            return NO_HISTORY
        whole = [s for s in possible if all(is_usable(m) for m in range(s, s + w))]
        if len(whole) < 2:
            return NO_MONTH
        base = sum(sum(x[s : s + w]) for s in whole)
        return observed, base / len(whole), math.sqrt(phi * base / len(whole)), base, len(whole)
    if rule.against == "control limits":
        exceptional = cells.exceptional
        charted = [
            m for m in range(window[0]) if is_usable(m) and (exceptional is None or not exceptional[m, i])
        ]
        before = charted[-24:]
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
        return observed, expected, math.sqrt(phi * expected), count - observed, (all_people - people) / people
    rates = [n / p for n, p in districts[1:]]
    expected = plain.median(rates) * people
    windows = sum(p for _, p in districts[1:]) * 2 / math.pi / people
    return observed, expected, math.sqrt(phi * expected), expected * windows, windows


# Rules that differ in their limits alone judge the same counts.
@cache
def plain_p(k, base, windows, phi=1.0):
    """The conditional mid-p test from the binomial, or the beta-binomial where counts vary more."""
    share = 1 / (1 + windows)
    n = k + round(base)
    given = (
        stats.betabinom(n, n * share / (phi - 1), n * (1 - share) / (phi - 1))
        if phi > 1 and n
        else stats.binom(n, share)
    )
    upper = given.sf(k) + given.pmf(k) / 2
    return min(1.0, 2 * min(upper, 1 - upper))


def plain_clear(p, listed, alpha=0.05):
    """{(i, j): clear} of {(i, j): p}: the listed types of a ward among themselves, another with those."""
    clear = {}
    for i, j in p:
        others = [p[a, b] for a, b in p if b == j and a in listed and a != i]
        ordered = sorted([*others, p[i, j]])
        passing = [r for r, q in enumerate(ordered, start=1) if q < alpha * r / len(ordered)]
        clear[i, j] = bool(passing) and p[i, j] <= ordered[max(passing) - 1]
    return clear


def plain_flags(cells, rule, at, alpha=0.05):
    """{(i, j): flagged} over the cells that can be judged."""
    judged = {}
    for i, j in product(range(len(cells.measures)), range(len(cells.areas))):
        cell = plain_cell(cells, rule, at, i, j)
        if not isinstance(cell, int):
            phi = cells.dispersion[i] if cells.dispersion else 1.0
            judged[i, j] = cell, plain_p(cell[0], cell[3], cell[4], phi)
    listed = [cells.measures.index(code) for code in cells.listed or cells.measures]
    clear = plain_clear({key: p for key, (_, p) in judged.items()}, listed, alpha)
    flags = {}
    for key, ((observed, expected, spread, *_), _) in judged.items():
        reach = expected * rule.limit / 100 if rule.unit == "%" else spread * rule.limit
        above, below = observed > expected + reach + 1e-9, observed < expected - reach - 1e-9
        beyond = {"up": above, "down": below, "both": above or below}[rule.direction]
        enough = max(observed, expected) >= rule.least
        flags[key] = beyond and enough and (clear[key] or not rule.significant)
    return flags


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
