"""Did an action work: the weighted displacement difference (Wheeler and Ratcliffe 2018)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy import special


@dataclass(frozen=True)
class BeforeAfter:
    """Counts of one place or type before and after an action began, and how many times a count varies (φ)."""

    before: float
    after: float
    phi: float = 1.0


@dataclass(frozen=True)
class Effect:
    """How much more (or, negative, less) was recorded than without the action, per period after it began.

    error: its standard error.
    """

    estimate: float
    error: float

    def limits(self, confidence: float = 0.95) -> tuple[float, float]:
        """The limits of the estimate."""
        reach = _quantile(confidence) * self.error
        return self.estimate - reach, self.estimate + reach

    @property
    def z(self) -> float:
        """The estimate in standard errors; 0 where there was nothing to count."""
        return self.estimate / self.error if self.error else 0.0

    @property
    def is_clear(self) -> bool:
        """Whether the 95 % limits leave out no effect."""
        low, high = self.limits()
        return low > 0 or high < 0


def measure_effect(
    treated: BeforeAfter,
    comparison: BeforeAfter,
    displacement: tuple[BeforeAfter, BeforeAfter] | None = None,
    periods: tuple[float, float] = (1.0, 1.0),
) -> Effect:
    """The change where the action was, less the change in a comparison of like level.

    displacement: a place to which crime may have moved, and its comparison; what moved there counts
    against the action. periods: the lengths before and after. Everything is counted per unit of
    time, so where they differ the effect is that of one unit.
    """
    pairs = [(treated, 1), (comparison, -1)]
    if displacement is not None:
        pairs += [(displacement[0], 1), (displacement[1], -1)]
    length_before, length_after = periods
    estimate = sum(sign * (pair.after / length_after - pair.before / length_before) for pair, sign in pairs)
    variance = sum(
        pair.phi * (pair.after / length_after**2 + pair.before / length_before**2) for pair, _ in pairs
    )
    return Effect(float(estimate), sqrt(variance))


def sum_effects(effects: Sequence[tuple[float, Effect]]) -> Effect:
    """Effects on several types, each times its weight (harm), as one."""
    estimate = sum(weight * effect.estimate for weight, effect in effects)
    return Effect(estimate, sqrt(sum((weight * effect.error) ** 2 for weight, effect in effects)))


def smallest_visible_effect(
    treated: float, comparison: float, phi: float = 1.0, confidence: float = 0.95
) -> float:
    """The smallest effect that could be seen, said before an action starts.

    treated, comparison: what is recorded in a period of the length that will be looked at.
    """
    return _quantile(confidence) * sqrt(phi * 2 * (treated + comparison))


def _quantile(confidence: float) -> float:
    return float(special.ndtri((1 + confidence) / 2))
