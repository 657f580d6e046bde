"""What if the figures themselves were others: totals, change and rank recomputed from the offences up.

Nothing stored is touched: a copy of home's counts by offence and flag is changed and added up again
through the offence lists of measures.yml, so every total that contains a changed offence follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from csp import statistics
from csp.core import wording
from csp.core.measures import Measure
from csp.statistics.types import Bools, Floats, Ints

Kind = Literal["fell by", "without", "as before"]


@dataclass(frozen=True)
class Adjustment:
    """One assumption.

    "fell by": the measure's offences fall by percent (a negative one is a rise; at most 100).
    "without": rows with the flag are not counted, in either period.
    "as before": the measure's offences have the counts of the earlier period.
    """

    kind: Kind
    measure: str = ""
    percent: float = 0.0
    flag: str = ""

    def __post_init__(self) -> None:
        if self.kind == "fell by" and not -1000 <= self.percent <= 100:
            raise ValueError("A count cannot fall by more than 100 %.")


@dataclass(frozen=True, eq=False)
class OffenceCounts:
    """Home's counts, one position per offence and flag (None for rows without one)."""

    offences: tuple[str, ...]
    flags: tuple[str | None, ...]
    now: Ints
    before: Ints

    def of(self, measure: Measure, vocabulary: str) -> Bools:
        """Which positions a measure adds up."""
        wanted = set(measure.offences[vocabulary])
        pairs = zip(self.offences, self.flags, strict=True)
        return np.array([o in wanted and measure.flag in (None, f) for o, f in pairs], dtype=bool)

    def total(self, measure: Measure, vocabulary: str) -> tuple[int, int]:
        """The measure now and before."""
        at = self.of(measure, vocabulary)
        return int(self.now[at].sum()), int(self.before[at].sum())


def adjust(
    counts: OffenceCounts,
    adjustments: Sequence[Adjustment],
    measures: Mapping[str, Measure],
    vocabulary: str,
) -> OffenceCounts:
    """The counts if all assumptions held, one applied after the other; the counts given stay as they are."""
    for assumed in adjustments:
        counts = _apply(counts, assumed, measures, vocabulary)
    return counts


def _apply(
    counts: OffenceCounts, assumed: Adjustment, measures: Mapping[str, Measure], vocabulary: str
) -> OffenceCounts:
    if assumed.kind == "without":
        kept = np.array([flag != assumed.flag for flag in counts.flags], dtype=bool)
        return replace(counts, now=counts.now * kept, before=counts.before * kept)
    at, now = counts.of(measures[assumed.measure], vocabulary), counts.now.copy()
    now[at] = counts.before[at] if assumed.kind == "as before" else _fallen(now[at], assumed.percent)
    return replace(counts, now=now)


def _fallen(counts: Ints, percent: float) -> Ints:
    """Whole counts that add up to the fallen total, rounded half up; largest remainders go up."""
    # Multiplied before it is divided, so that 150 less 30 % is 105 and not a hair under.
    exact = counts * (100 - percent) / 100
    whole = np.floor(exact + 1e-9).astype(np.int64)
    missing = int(np.floor(counts.sum() * (100 - percent) / 100 + 0.5 + 1e-9)) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return whole


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
    vocabulary: str,
    peers: Peers | None = None,
    peers_if: Peers | None = None,
    exposures: tuple[float, float] = (1.0, 1.0),
    alpha: float = 0.05,
) -> list[WhatIf]:
    """Every measure under the assumptions, in the order given.

    peers_if are the districts under the same assumptions, where those touch
    them too (without a flag); else they stay as they are. exposures are home's
    populations now and before. A signal is more than chance over the measures
    given together.
    """
    known = {m.code: m for m in measures}
    changed = adjust(counts, adjustments, known, vocabulary)
    real, assumed = ([c.total(m, vocabulary) for m in measures] for c in (counts, changed))
    signal, signal_if = _signals(real, exposures, alpha), _signals(assumed, exposures, alpha)
    standing, standing_if = _ranks(peers), _ranks(peers_if or peers)
    return [
        WhatIf(
            code=m.code,
            now=real[i][0],
            before=real[i][1],
            pct=_pct(*real[i]),
            signal=bool(signal[i]),
            rank=standing(m, real[i][0]),
            now_if=assumed[i][0],
            before_if=assumed[i][1],
            pct_if=_pct(*assumed[i]),
            signal_if=bool(signal_if[i]),
            rank_if=standing_if(m, assumed[i][0]),
        )
        for i, m in enumerate(measures)
    ]


def _signals(totals: Sequence[tuple[int, int]], exposures: tuple[float, float], alpha: float) -> Bools:
    now, before = np.array(totals, dtype=np.float64).reshape(-1, 2).T
    return statistics.signals(statistics.change_p(now, before, *exposures), alpha)


def _pct(now: int, before: int) -> float | None:
    return 100.0 * (now - before) / before if before else None


def _ranks(peers: Peers | None) -> Callable[[Measure, int], int | None]:
    def rank(measure: Measure, count: int) -> int | None:
        if peers is None or not measure.ranked or measure.code not in peers.measures:
            return None
        return peers.rank(measure.code, count)

    return rank


def what_if_sentence(row: WhatIf, label: str) -> str:
    """One measure under the assumptions.

    "ASB incidents would be 1,977 instead of 2,354: +32.7 % (a real change) instead of
    +58.0 % (a real change); by rate 1st instead of 2nd."
    """
    if not row.changed:
        return f"{label} would stay at {wording.count(row.now)}."
    counts = f"{label} would be {wording.count(row.now_if)} instead of {wording.count(row.now)}"
    changes = [
        f"{wording.share(now, before)} ({wording.signal_words(signal)})"
        for now, before, signal in (
            (row.now_if, row.before_if, row.signal_if),
            (row.now, row.before, row.signal),
        )
    ]
    text = f"{counts}: {changes[0]} instead of {changes[1]}"
    if row.rank is None or row.rank_if is None:
        return f"{text}."
    place = wording.ordinal(row.rank_if)
    if row.rank_if == row.rank:
        return f"{text}; by rate still {place}."
    return f"{text}; by rate {place} instead of {wording.ordinal(row.rank)}."
