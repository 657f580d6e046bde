"""The near misses of the register and of imported files as one table. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.road_records.near_miss import HAPPENINGS, MODES, OTHERS, NearMiss
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.road_safety.findings.register import write_place

IMPORTED = "imported"
TYPED = "typed in"

# A near miss and the key under which the register has it; "" for one of a file.
Listed = tuple[str, NearMiss]


def build_register_table(near_misses: Sequence[Listed], selected: str = "") -> Table:
    """Every near miss, the latest day first. A click gives the key of one that was typed in."""
    columns = (
        Column("Date", numeric=False),
        Column("Hour"),
        Column("What happened", numeric=False, wrap=True),
        Column("Travelling", numeric=False, wrap=True),
        Column("The other", numeric=False, wrap=True),
        Column("Latitude, longitude", numeric=False, sortable=False),
        Column("Text", numeric=False, wrap=True, sortable=False),
        Column("From", numeric=False),
    )
    ordered = sorted(near_misses, key=lambda each: (each[1].date, each[1].hour or -1), reverse=True)
    rows = tuple(_build_row(i, each, selected) for i, each in enumerate(ordered))
    return Table("Near misses", columns, rows, clickable="Opens a near miss that was typed in.")


def _build_row(position: int, listed: Listed, selected: str) -> Row:
    key, miss = listed
    other = OTHERS.get(miss.other, "")
    cells = (
        Cell(wording.day(miss.date), miss.date.isoformat()),
        UNKNOWN if miss.hour is None else Cell(f"{miss.hour}:00", miss.hour),
        Cell("; ".join(HAPPENINGS[code] for code in miss.happenings)),
        Cell(MODES[miss.mode]),
        Cell(other) if other else UNKNOWN,
        Cell(write_place(miss)),
        Cell(miss.text),
        Cell(TYPED if key else IMPORTED),
    )
    return Row(key or f"{IMPORTED}-{position}", cells, selected=bool(key) and key == selected)
