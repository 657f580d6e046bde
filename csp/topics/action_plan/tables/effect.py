"""What the places recorded before and after an action's start. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.action_plan.rules.effect import ActionEffect, PlaceCount
from csp.topics.action_plan.tables.cells import build_text_cell


def build_effect_table(effect: ActionEffect, names: Mapping[str, str], subject: str = "crime") -> Table:
    """The places by what they are for, with both sides and the change. subject: what may have moved."""
    roles = (
        "Where the action works",
        "Compared with",
        f"Where {subject} may have moved to",
        "Compared with that",
    )
    before = wording.period(effect.sides.before[0], effect.sides.before[-1])
    after = effect.sides.after
    columns = [Column("Place", numeric=False), Column("Role", numeric=False), Column(before)]
    if after:
        columns += [Column(wording.period(after[0], after[-1])), Column("Change"), Column("% change")]
    rows = [
        Row(role, (*_build_names(row, role, names), *_build_counts(row, is_started=bool(after))))
        for role, row in zip(roles, effect.rows, strict=False)
    ]
    return Table("Recorded before and after the start", tuple(columns), tuple(rows))


def _build_names(row: PlaceCount, role: str, names: Mapping[str, str]) -> tuple[Cell, Cell]:
    return build_text_cell(wording.list_words([names[code] for code in row.places])), build_text_cell(role)


def _build_counts(row: PlaceCount, is_started: bool) -> tuple[Cell, ...]:
    before = Cell(wording.count(row.before), row.before)
    if not is_started:
        return (before,)
    difference = row.after - row.before
    percent = (
        Cell(wording.share(row.after, row.before), 100 * difference / row.before) if row.before else UNKNOWN
    )
    return (
        before,
        Cell(wording.count(row.after), row.after),
        Cell(wording.difference(difference), difference),
        percent,
    )
