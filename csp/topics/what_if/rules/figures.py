"""Every measure as it is and as it would be under assumptions: total, change, signal and rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from csp import statistics
from csp.core import disclosure
from csp.core.measures import Measure
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.priorities.rules import Figures
from csp.topics.what_if.rules.assumptions import Adjustment, OffenceCounts, adjust


@dataclass(frozen=True)
class Basis:
    """What every figure is worked out with, as recorded and as assumed alike.

    measures: all of the catalogue by code, since an assumption may be about any of them.
    exposures: home's populations now and before. alpha: the significance of a signal.
    """

    measures: Mapping[str, Measure]
    vocabulary: str
    exposures: tuple[float, float] = (1.0, 1.0)
    alpha: float = 0.05


@dataclass(frozen=True, eq=False)
class Peers:
    """Counts of every district, [measure, district], and its population; home is one of the districts."""

    home: str
    districts: tuple[str, ...]
    measures: tuple[str, ...]
    counts: Ints
    population: Floats

    def rank(self, measure: str, home_count: int) -> int | None:
        """Home's rank by rate, 1 = lowest, if it had this count; None without a rate."""
        counts = self.counts[self.measures.index(measure)].astype(np.float64)
        at = self.districts.index(self.home)
        counts[at] = home_count
        return int(statistics.ranks(statistics.rate(counts, self.population))[at]) or None


@dataclass(frozen=True)
class WhatIf:
    """One measure as it is and as it would be. pct is None from 0, ranks where the measure has none."""

    code: str
    now: int
    before: int
    pct: float | None
    signal: bool
    rank: int | None
    now_if: int
    before_if: int
    pct_if: float | None
    signal_if: bool
    rank_if: int | None

    @property
    def changed(self) -> bool:
        return (self.now, self.before) != (self.now_if, self.before_if)


def what_if(
    counts: OffenceCounts,
    adjustments: Sequence[Adjustment],
    measures: Sequence[Measure],
    basis: Basis,
    peers: Peers | None = None,
    peers_if: Peers | None = None,
) -> list[WhatIf]:
    """Every measure under the assumptions, in the order given.

    peers_if are the districts under the same assumptions, where those touch
    them too (without a flag); else they stay as they are. A signal is more
    than chance over the measures given together.
    """
    adjusted = adjust(counts, adjustments, basis.measures, basis.vocabulary)
    real, assumed = ([c.total(m, basis.vocabulary) for m in measures] for c in (counts, adjusted))
    signal, signal_if = _signals(real, basis), _signals(assumed, basis)
    rank, rank_if = _ranks(peers), _ranks(peers_if or peers)
    return [
        WhatIf(
            code=m.code,
            now=real[i][0],
            before=real[i][1],
            pct=_pct(*real[i]),
            signal=bool(signal[i]),
            rank=rank(m, real[i][0]),
            now_if=assumed[i][0],
            before_if=assumed[i][1],
            pct_if=_pct(*assumed[i]),
            signal_if=bool(signal_if[i]),
            rank_if=rank_if(m, assumed[i][0]),
        )
        for i, m in enumerate(measures)
    ]


def _signals(totals: Sequence[tuple[int, int]], basis: Basis) -> Bools:
    now, before = np.array(totals, dtype=np.float64).reshape(-1, 2).T
    return statistics.signals(statistics.change_p(now, before, *basis.exposures), basis.alpha)


def _pct(now: int, before: int) -> float | None:
    return 100.0 * (now - before) / before if before else None


def _ranks(peers: Peers | None) -> Callable[[Measure, int], int | None]:
    def rank(measure: Measure, count: int) -> int | None:
        if peers is None or not measure.ranked or measure.code not in peers.measures:
            return None
        return peers.rank(measure.code, count)

    return rank


def points_at_people(row: WhatIf) -> bool:
    """Whether any count of a measure is so small that public mode must not show it."""
    return any(disclosure.is_small(n) for n in (row.now, row.before, row.now_if, row.before_if))


def assume_figures(
    figures: Mapping[str, Figures], rows: Mapping[str, WhatIf], exposures: tuple[float, float]
) -> dict[str, Figures]:
    """The figures that evidence rests on, by measure, with those that the assumptions change in their place.

    exposures: home's populations now and before, nan where one is not known. A measure without an
    earlier period stays as recorded.
    """
    known_exposures = exposures if np.isfinite(exposures).all() else ()
    assumed = dict(figures)
    for code, recorded in figures.items():
        row = rows.get(code)
        if row is None or not row.changed or recorded.before is None:
            continue
        assumed[code] = replace(
            recorded,
            now=row.now_if,
            before=row.before_if,
            p=float(statistics.change_p(row.now_if, row.before_if, *known_exposures)),
            signal=row.signal_if,
            rank=row.rank_if,
        )
    return assumed
