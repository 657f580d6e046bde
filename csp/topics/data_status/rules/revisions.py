"""How the figures of a month moved between deliveries. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csp.core.status import LoadedMonth


@dataclass(frozen=True)
class Moved:
    """A month that was delivered more than once. figures: the rows stored of each delivery, in order."""

    source: str
    force: str
    month: date
    figures: tuple[int, ...]
    last: date | None

    @property
    def change(self) -> int:
        """From the first delivery to the one in force."""
        return self.figures[-1] - self.figures[0]


def list_moved(months: Iterable[LoadedMonth]) -> list[Moved]:
    """The months that were delivered more than once, the largest change first."""
    moved = [
        Moved(
            each.source,
            each.force,
            each.month,
            tuple(delivery.stored for delivery in each.deliveries),
            each.latest.imported.date() if each.latest.imported else None,
        )
        for each in months
        if len(each.deliveries) > 1
    ]
    return sorted(moved, key=lambda each: (-abs(each.change), each.source, each.force, each.month))
