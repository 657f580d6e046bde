"""How steady the order of the candidates is: weights, period and data varied, apart and together. Pure.

Weights are drawn over the whole range of their sliders. The period is one of those of the same
length that end up to eleven months earlier, where they and the years before them are loaded. The data
are drawn again around the recorded counts, as widely as counts of their type vary. Every draw is
seeded, so that the same figures give the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csp.statistics.types import Floats, Ints
from csp.topics.priorities.rules.evidence import Evidence
from csp.topics.priorities.rules.scoring import (
    COMPONENTS,
    HIGHEST_WEIGHT,
    NEUTRAL,
    WEIGHTED,
    measure_pieces,
    scale_changes,
    score,
)

DRAWS, SEED = 1000, 2021

Cause = Literal["weights", "period", "data"]
CAUSES: tuple[Cause, ...] = ("weights", "period", "data")


@dataclass(frozen=True, eq=False)
class Windows:
    """The counts of every candidate in several periods of the same length, the one asked for first.

    now: [period, candidate, district], nan where a candidate has none; before: of home alone.
    home: its position. population: [district], nan where it is not known.
    """

    now: Floats
    before: Floats
    home: int
    population: Floats


@dataclass(frozen=True)
class Stability:
    """By candidate, how often it is among the first where everything varies, and between which places.

    best, worst: the places that nine draws in ten lie between. moved: by what varies alone, how many of
    the first places change hands on average. draws, periods: how many there were.
    """

    shares: Mapping[str, float]
    best: Mapping[str, int]
    worst: Mapping[str, int]
    moved: Mapping[Cause, float]
    draws: int
    periods: int


def assess_stability(
    evidence: Sequence[Evidence],
    weights: Floats,
    top: int,
    windows: Windows,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Stability:
    """How often each candidate is among the first. windows: in the order of the evidence."""
    ranked = np.array([e.volume is not None for e in evidence], dtype=bool)
    codes = [e.code for e in evidence]
    recorded = _draw_places(evidence, weights, windows, (), 1, seed)[0]
    first = (recorded <= top) & ranked
    moved = {}
    for cause in CAUSES:
        places = _draw_places(evidence, weights, windows, (cause,), draws, seed)
        moved[cause] = float(((places > top) & first).sum(axis=1).mean())
    places = _draw_places(evidence, weights, windows, CAUSES, draws, seed)
    low, high = np.percentile(places, [5, 95], axis=0, method="nearest").astype(np.int64)
    shares = np.where(ranked, (places <= top).mean(axis=0), 0.0)
    return Stability(
        shares=dict(zip(codes, shares.tolist(), strict=True)),
        best=dict(zip(codes, np.where(ranked, low, 0).tolist(), strict=True)),
        worst=dict(zip(codes, np.where(ranked, high, 0).tolist(), strict=True)),
        moved=moved,
        draws=draws,
        periods=len(windows.now),
    )


def _draw_places(
    evidence: Sequence[Evidence],
    weights: Floats,
    windows: Windows,
    causes: Sequence[Cause],
    draws: int,
    seed: int,
) -> Ints:
    """The place of each candidate, [draw, candidate], with what is named varied and the rest as it is."""
    rng = np.random.default_rng(seed)
    drawn = np.broadcast_to(weights, (draws, len(WEIGHTED)))
    if "weights" in causes:
        drawn = rng.uniform(0.0, HIGHEST_WEIGHT, (draws, len(WEIGHTED)))
    pieces = measure_pieces(evidence)
    values = np.broadcast_to(pieces.values, (draws, *pieces.values.shape)).copy()
    if "period" in causes or "data" in causes:
        at = (
            rng.integers(0, len(windows.now), draws)
            if "period" in causes
            else np.zeros(draws, dtype=np.int64)
        )
        noise = rng if "data" in causes else None
        _put_counts(values, evidence, windows, at, noise)
    scores = np.where(pieces.has_figures, score(values, drawn), np.nan)
    return place_scores(scores)


def _put_counts(
    values: Floats,
    evidence: Sequence[Evidence],
    windows: Windows,
    at: Ints,
    noise: np.random.Generator | None,
) -> None:
    """Replace what counts say, [draw, candidate, component], by that of other counts. In place."""
    phi = np.array([e.phi for e in evidence])
    now, before = windows.now[at], windows.before[at]
    if noise is not None:
        now, before = _redraw(now, phi[:, None], noise), _redraw(before, phi, noise)
    home = now[..., windows.home]
    each = np.array([e.harm / e.volume if e.harm is not None and e.volume else np.nan for e in evidence])
    days = home * each
    largest = np.nanmax(np.where(np.isfinite(days), days, 0.0), axis=-1, keepdims=True)
    _put(values, "harm", np.sqrt(days / np.maximum(largest, 1e-9)))
    _put(values, "change", _find_changes(evidence, home, before, phi))
    _put(values, "rank", _find_ranks(evidence, now, windows))
    if noise is not None:
        _put(values, "wards", _redraw_wards(evidence, len(at), noise))


def _put(values: Floats, name: str, drawn: Floats) -> None:
    """Put drawn values in the place of a component; where nothing is known of it, it stays as it is."""
    i = COMPONENTS.index(name)
    values[..., i] = np.where(np.isfinite(drawn), drawn, values[..., i])


def _redraw(mean: Floats, phi: Floats, rng: np.random.Generator) -> Floats:
    """Counts around their means with a variance of φ times the mean; nan stays."""
    known = np.where(np.isfinite(mean) & (mean > 0), mean, 0.0)
    excess = np.broadcast_to(np.maximum(phi - 1.0, 1e-6), known.shape)
    some = known > 0
    counts = np.zeros(known.shape)
    # A Poisson count whose own mean varies as a gamma does is a negative binomial one.
    counts[some] = rng.poisson(rng.gamma(known[some] / excess[some]) * excess[some])
    return np.where(np.isfinite(mean), counts, np.nan)


def _find_changes(evidence: Sequence[Evidence], now: Floats, before: Floats, phi: Floats) -> Floats:
    scored = np.array([e.change is not None and e.change.before is not None for e in evidence], dtype=bool)
    neutral = np.array([e.neutral for e in evidence], dtype=bool)
    with np.errstate(invalid="ignore"):
        changes = scale_changes(now, before, phi)
    return np.where(scored, np.where(neutral, NEUTRAL, changes), np.nan)


def _find_ranks(evidence: Sequence[Evidence], now: Floats, windows: Windows) -> Floats:
    """The place by rate as 0 to 1, among the districts with a population."""
    has_rank = np.array([bool(e.rank) and e.areas > 1 for e in evidence], dtype=bool)
    rates = now / np.where(windows.population > 0, windows.population, np.nan)
    others = np.isfinite(rates).sum(axis=-1) - 1
    with np.errstate(invalid="ignore"):
        lower = (rates < rates[..., windows.home, None]).sum(axis=-1)
    return np.where(has_rank & (others > 0), lower / np.maximum(others, 1), np.nan)


def _redraw_wards(evidence: Sequence[Evidence], draws: int, rng: np.random.Generator) -> Floats:
    """The wards drawn again with replacement: how many of them have a warning, as 0 to 1."""
    n = np.array([e.wards or 1 for e in evidence])
    share = np.array([(e.wards_flagged or 0) / (e.wards or 1) for e in evidence])
    known = np.array([e.wards_flagged is not None for e in evidence], dtype=bool)
    drawn = rng.binomial(n, share, (draws, len(n))) / n
    return np.where(known, np.minimum(1.0, 2 * drawn), np.nan)


def place_scores(scores: Floats) -> Ints:
    """[draw, candidate]: 1 for the highest score, in the order given where equal."""
    order = np.argsort(-np.nan_to_num(scores, nan=-np.inf), axis=1, kind="stable")
    places = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(places, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return places
