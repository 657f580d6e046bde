"""A count now and in the period before, and whether they differ by more than chance. Pure.

Changes that are read together are judged together (Benjamini-Hochberg): judged row by row, about
half of all tables of 15 rows in which nothing happened would show a "real" change. So changes are
built a column at a time, by judge_changes() alone; a figure that stands by itself is a column of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from csp import statistics
from csp.statistics.dispersion import smallest_visible_change
from csp.statistics.types import Bools, Floats, Ints, floats

Counts: TypeAlias = Sequence[int] | Ints
People: TypeAlias = float | Floats


@dataclass(frozen=True)
class ChangeRules:
    """How the changes of one comparison are judged.

    comparable: there is an earlier period to compare with. significance: the adjusted p below
    which a change is more than chance. small_base: the % of an earlier count below this says little.
    listed: which changes of the table are judged with each other, where that is not all of them; each
    of the rest is judged with those and itself.
    """

    comparable: bool
    significance: float
    small_base: int
    listed: tuple[bool, ...] | None = None


@dataclass(frozen=True)
class Change:
    """A count now and in the period before, and the verdict on the difference.

    before is None where there is no earlier period, and so no difference, no %, no p and no verdict
    either. p: how likely chance alone is to bring about as much. is_real: more than chance, judged
    with the other changes of the same table. small_base: the % moves easily. dispersion: how many
    times its mean the count varies.
    """

    now: int
    before: int | None = None
    p: float | None = None
    is_real: bool = False
    small_base: bool = False
    dispersion: float = 1.0

    @property
    def smallest(self) -> float | None:
        """The smallest change from the earlier count that could have been seen, as a count; None from 0."""
        return float(smallest_visible_change(self.before, self.dispersion)) if self.before else None

    @property
    def difference(self) -> int | None:
        """The count now less the one before."""
        return None if self.before is None else self.now - self.before

    @property
    def pct(self) -> float | None:
        """The difference in % of the earlier count; None from 0 as well, of which nothing is a %."""
        return 100.0 * (self.now - self.before) / self.before if self.before else None


def judge_changes(
    now: Counts,
    before: Counts,
    rules: ChangeRules,
    people: tuple[People, People] = (1.0, 1.0),
    dispersion: Floats | float = 1.0,
    others: Floats | None = None,
) -> list[Change]:
    """The changes of one table, in the order of the counts; the verdicts are adjusted over them all.

    others: what each change is judged with where that is not this table, as the other crime types of
    its place are: their p (find_p()), a row for each count, nan for none.

    people: the population (or another exposure) in the two periods, one for all the counts or
    one each. Changes are judged per head, or by the bare counts where a population is nan or 0.
    dispersion: how many times its mean a count varies (csp.core.dispersion), one for all or one each.
    Raises ValueError for counts that are not whole numbers (a missing count has no change).
    """
    now_counts, before_counts = _check_counts(now), _check_counts(before)
    p = np.full(now_counts.shape, np.nan)
    if rules.comparable:
        p = find_p(now_counts, before_counts, people, dispersion)
    is_real = _find_clear(p, rules, others)
    phi = np.broadcast_to(np.asarray(dispersion, dtype=np.float64), now_counts.shape)
    return [
        Change(
            now=int(now_counts[i]),
            dispersion=float(phi[i]),
            **(
                _verdict(int(before_counts[i]), float(p[i]), bool(is_real[i]), rules.small_base)
                if rules.comparable
                else {}
            ),
        )
        for i in range(len(now_counts))
    ]


def _find_clear(p: Floats, rules: ChangeRules, others: Floats | None) -> Bools:
    if others is None:
        listed = np.ones(p.shape, dtype=bool) if rules.listed is None else np.array(rules.listed, dtype=bool)
        return statistics.signals_among(p, listed, rules.significance)
    with_own = zip(p, others, strict=True)
    return np.array([statistics.signals([own, *row], rules.significance)[0] for own, row in with_own])


def _check_counts(counts: Counts) -> Ints:
    numbers = floats(counts)
    if not np.all(np.isfinite(numbers)) or np.any(numbers != np.floor(numbers)):
        raise ValueError("Counts are whole numbers.")
    return numbers.astype(np.int64)


def _verdict(before: int, p: float, is_real: bool, small_base: int) -> dict[str, Any]:
    return {"before": before, "p": p, "is_real": is_real, "small_base": before < small_base}


def find_p(now: Ints, before: Ints, people: tuple[People, People], dispersion: Floats | float) -> Floats:
    """How likely chance alone is to bring about each change, before it is judged with others.

    people and dispersion as in judge_changes(); everything is broadcast.
    """
    exposures = np.asarray(people[0]), np.asarray(people[1])
    on_file = (exposures[0] > 0) & (exposures[1] > 0)
    per_head = (np.where(on_file, side, 1.0) for side in exposures)
    return np.asarray(statistics.change_p(now, before, *per_head, dispersion=dispersion))
