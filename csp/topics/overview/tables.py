"""The tiles and the columns of the overview. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.comparison.key_figures import (
    Months,
    build_change_tile,
    build_level_tile,
    build_place_tile,
    build_tile,
)
from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_cells import tone_of
from csp.core.elements import Group, GroupEntry, Tile
from csp.topics.overview import findings
from csp.topics.overview.rules import Directions

MOST_ENTRIES = 8
"""How many crime types a column shows: more would push the columns off the first screen."""
OVERDUE = "overdue"
"""The id of the tile that leads to the overdue actions."""


@dataclass(frozen=True)
class PlanCounts:
    """How many actions a plan has, and how many are overdue. remark: of where that is from, "" for none."""

    label: str
    actions: int
    overdue: int
    remark: str = ""


def build_tiles(
    row: MeasureRow,
    periods: tuple[str, str],
    unit: str,
    peers: tuple[str, int],
    months: Months | None,
    plan: PlanCounts | None,
    others: Sequence[Tile] = (),
) -> list[Tile]:
    """The level, the change, the place among the districts, the overdue actions, and others: of roads.

    periods: words for this period and the one before; unit: what a rate is; peers: the label of the
    districts and how many they are; months: None where the source has none.
    plan: None where the action plan has none or cannot be read.
    """
    return [
        build_level_tile(row, periods[0], unit, months),
        build_change_tile(row.change, row.polarity, periods[1]),
        build_place_tile(row, *peers),
        build_overdue_tile(plan),
        *others,
    ]


def build_overdue_tile(plan: PlanCounts | None) -> Tile:
    if plan is None:
        return build_tile(OVERDUE, "Actions overdue", wording.MISSING, "no action plan to read")
    note = f"of {wording.plural(plan.actions, 'action')} in plan {plan.label}"
    note += f", {plan.remark}" if plan.remark else ""
    tile = build_tile(OVERDUE, "Actions overdue", wording.count(plan.overdue), note)
    return {**tile, "clickable": True}


def build_groups(directions: Directions, months: Months | None, selected: str, of: int) -> list[Group]:
    """Crime types that went up, down, and show no clear change; last those without a comparison, if any.

    selected: the code of the crime type that the page is about. of: how many districts are ranked.
    """
    columns = [
        (f"{wording.UP} Up, a clear change", directions.up),
        (f"{wording.DOWN} Down, a clear change", directions.down),
        ("○ No clear change", directions.unclear),
    ]
    if not directions.is_comparable:
        # One list over the whole width would be a column of names far from their figures.
        thirds = [directions.uncompared[i::3] for i in range(3)]
        columns = [("Nothing to compare with", rows) for rows in thirds if rows]
    elif directions.uncompared:
        columns.append(("– Not compared", directions.uncompared))
    return [_build_group(title, rows, months, selected, of) for title, rows in columns]


def _build_group(
    title: str, rows: Sequence[MeasureRow], months: Months | None, selected: str, of: int
) -> Group:
    shown = rows[:MOST_ENTRIES]
    return {
        "title": f"{title} ({len(rows)})",
        "note": findings.describe_more(len(rows) - len(shown)),
        "entries": [_build_entry(row, months, selected, of) for row in shown],
    }


def _build_entry(row: MeasureRow, months: Months | None, selected: str, of: int) -> GroupEntry:
    change = row.change
    if change.before is None:
        figure = wording.count(change.now)
    elif change.pct is None:
        figure = "from 0" if change.now else "0"
    else:
        figure = wording.pct(change.pct, sign=True)
    return {
        "id": row.code,
        "label": row.label,
        "figure": figure,
        "text": findings.describe_row(row, of),
        "tone": tone_of(change, row.polarity),
        "selected": row.code == selected,
        "spark": list(months.series.get(row.code, ())) if months else [],
        "incomplete": list(months.incomplete.get(row.code, ())) if months else [],
    }
