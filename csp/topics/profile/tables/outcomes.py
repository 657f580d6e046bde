"""The outcomes of a crime type, an outcome a row."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.profile.rules import Outcome


def build_outcome_table(
    outcomes: Sequence[Outcome], periods: tuple[str, str], measure: Measure, comparable: bool
) -> Table:
    """Outcomes by number and share in both periods."""
    now, before = (sum(getattr(o, side) for o in outcomes) for side in ("now", "before"))
    columns = (
        Column("Outcome", numeric=False),
        Column(periods[0], emphasis=True),
        Column("Share"),
        Column(periods[1]),
        Column("Share before"),
    )
    return Table(
        caption=f"{measure.long_label}: what became of them",
        columns=columns,
        rows=tuple(Row(o.label, _build_outcome_cells(o, now, before, comparable)) for o in outcomes),
    )


def _build_outcome_cells(outcome: Outcome, now: int, before: int, comparable: bool) -> tuple[Cell, ...]:
    """now and before: all the cases of both periods, of which the shares are taken."""
    return (
        Cell(outcome.label, outcome.label),
        *_build_count_and_share(outcome.now, now),
        *(_build_count_and_share(outcome.before, before) if comparable else (UNKNOWN, UNKNOWN)),
    )


def _build_count_and_share(n: int, total: int) -> tuple[Cell, Cell]:
    share = 100 * n / total if total else float("nan")
    return Cell(wording.count(n), n), Cell(wording.pct(share), share if total else None)
