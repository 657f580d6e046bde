"""Which crime types went up, which down, and which show no clear change. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.comparison.rows import MeasureRow


@dataclass(frozen=True)
class Directions:
    """The rows of a comparison by the way they went, each row in one of them.

    up and down are clear changes. unclear could be chance, or the counts are equal. uncompared have
    no count now or before that may be shown, or no earlier period.
    """

    up: tuple[MeasureRow, ...]
    down: tuple[MeasureRow, ...]
    unclear: tuple[MeasureRow, ...]
    uncompared: tuple[MeasureRow, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether any row could be compared."""
        return bool(self.up or self.down or self.unclear)


def group_by_direction(rows: Sequence[MeasureRow]) -> Directions:
    """Rows by the way they went.

    The strongest evidence comes first among the clear changes. The others stand with the largest % first,
    those from a small base last, since their % says little; what has no comparison keeps its order.
    """
    compared = [row for row in rows if row.change.before is not None]
    clear = sorted(
        (row for row in compared if row.change.is_real and row.change.difference), key=_rank_evidence
    )
    unclear = [row for row in compared if row not in clear]
    return Directions(
        up=tuple(row for row in clear if _difference(row) > 0),
        down=tuple(row for row in clear if _difference(row) < 0),
        unclear=tuple(sorted(unclear, key=lambda row: (row.change.small_base, -_size(row)))),
        uncompared=tuple(row for row in rows if row.change.before is None),
    )


def _rank_evidence(row: MeasureRow) -> tuple[float, int]:
    """The key that puts the strongest evidence first: the smallest p, then the largest difference."""
    return (1.0 if row.change.p is None else row.change.p, -abs(_difference(row)))


def _difference(row: MeasureRow) -> int:
    return row.change.difference or 0


def _size(row: MeasureRow) -> float:
    """How large a change is in %, whichever way it went; from 0 it is larger than any other."""
    if not row.change.difference:
        return 0.0
    return float("inf") if row.change.pct is None else abs(row.change.pct)
