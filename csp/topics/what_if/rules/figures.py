"""Every measure as it is and as it would be under assumptions: its change and its rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from csp import statistics
from csp.comparison.rules import LEAST_RANKED
from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.dispersion import POISSON, Dispersions
from csp.core.measures import Measure
from csp.statistics.types import Floats, Ints
from csp.topics.priorities.rules import Figures
from csp.topics.what_if.rules.assumptions import Adjustment, OffenceCounts, adjust


@dataclass(frozen=True)
class Basis:
    """What every figure is worked out with, as recorded and as assumed alike.

    measures: all of the catalogue by code, since an assumption may be about any of them.
    exposures: home's populations now and before, nan where not known; then bare counts are compared.
    alpha: the significance of a signal. dispersions: how many times its mean the count of a measure
    varies. listed: the measures that verdicts are decided over, all of them where None; another is
    judged with these and itself.
    """

    measures: Mapping[str, Measure]
    vocabulary: str
    exposures: tuple[float, float] = (1.0, 1.0)
    alpha: float = 0.05
    dispersions: Dispersions = POISSON
    listed: frozenset[str] | None = None

    def rules_for(self, measures: Sequence[Measure]) -> ChangeRules:
        """How changes are judged: every one of them, since the table leaves out what cannot be compared."""
        listed = None if self.listed is None else tuple(measure.code in self.listed for measure in measures)
        return ChangeRules(comparable=True, significance=self.alpha, small_base=0, listed=listed)


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
        ranks = statistics.ranks(statistics.rate(counts, self.population))
        return int(ranks[at]) or None if (ranks > 0).sum() >= LEAST_RANKED else None


@dataclass(frozen=True)
class WhatIf:
    """The change of one measure as recorded and as assumed, with its ranks, None where it has none."""

    code: str
    recorded: Change
    assumed: Change
    rank: int | None
    rank_if: int | None

    @property
    def changed(self) -> bool:
        """Whether the assumptions give the measure other counts."""
        recorded, assumed = self.recorded, self.assumed
        return (recorded.now, recorded.before) != (assumed.now, assumed.before)


def suppose_measures(
    counts: OffenceCounts,
    adjustments: Sequence[Adjustment],
    measures: Sequence[Measure],
    basis: Basis,
    peers: Peers | None = None,
    peers_if: Peers | None = None,
) -> list[WhatIf]:
    """Every measure under the assumptions, in the order given.

    peers_if are the districts under the same assumptions, where those touch
    them too (without a flag); else they stay as they are. Verdicts are decided
    over the listed measures among those given.
    """
    adjusted = adjust(counts, adjustments, basis.measures, basis.vocabulary)
    both = (_judge_totals(each, measures, basis) for each in (counts, adjusted))
    rank, rank_if = _ranks(peers), _ranks(peers_if or peers)
    return [
        WhatIf(m.code, recorded, assumed, rank(m, recorded.now), rank_if(m, assumed.now))
        for m, recorded, assumed in zip(measures, *both, strict=True)
    ]


def _judge_totals(counts: OffenceCounts, measures: Sequence[Measure], basis: Basis) -> list[Change]:
    totals = np.array([counts.total(m, basis.vocabulary) for m in measures], dtype=np.int64)
    now, before = totals.reshape(-1, 2).T
    phi = basis.dispersions.of_each([measure.code for measure in measures])
    return judge_changes(now, before, basis.rules_for(measures), basis.exposures, dispersion=phi)


def _ranks(peers: Peers | None) -> Callable[[Measure, int], int | None]:
    def rank(measure: Measure, count: int) -> int | None:
        if peers is None or not measure.ranked or measure.code not in peers.measures:
            return None
        return peers.rank(measure.code, count)

    return rank


def assume_figures(figures: Mapping[str, Figures], rows: Mapping[str, WhatIf]) -> dict[str, Figures]:
    """The figures that evidence rests on, by measure, with those that the assumptions change in their place.

    A measure without an earlier period stays as recorded.
    """
    assumed = dict(figures)
    for code, recorded in figures.items():
        row = rows.get(code)
        if row is not None and row.changed and recorded.change.before is not None:
            assumed[code] = replace(recorded, change=row.assumed, rank=row.rank_if)
    return assumed
