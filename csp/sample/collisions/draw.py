"""Drawing one of several values in given shares: fast enough for a hundred thousand draws."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from numpy.random import Generator

T = TypeVar("T")


class Shares(Generic[T]):
    """Values and their shares, which need not add up to 1."""

    def __init__(self, values: Sequence[T], weights: Sequence[float]) -> None:
        self.values = values
        self.cumulative = list(accumulate(float(weight) for weight in weights))

    @classmethod
    def of(cls, shares: Mapping[T, float]) -> Shares[T]:
        """From a table of value -> share."""
        return cls(list(shares), list(shares.values()))

    def draw(self, rng: Generator) -> T:
        """One value by chance. A value of share 0 is never drawn."""
        at = bisect(self.cumulative, rng.random() * self.cumulative[-1])
        return self.values[min(at, len(self.values) - 1)]
