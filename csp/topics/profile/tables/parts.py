"""The parts of a crime type, a part a row."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_cells import build_change_cells, build_change_columns
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.profile.rules import Part


def build_part_table(
    rows: Sequence[MeasureRow],
    parts: Sequence[Part],
    measure: Measure,
    periods: tuple[str, str],
    with_rest: bool = True,
) -> Table:
    """The parts of a type: counts in both periods, change, signal, and the part that carries a flag.

    with_rest: whether the change of those without the flag is what is left, as in comparison.findings.
    """
    now, before = periods
    counted, *compared = build_change_columns(periods)
    label = next((row.flag_label for row in rows if row.flag_label), None)
    columns = [
        Column("Part", numeric=False),
        counted,
        Column("Share", help=f"Of {measure.noun} in the period chosen."),
        *compared,
    ]
    if label:
        columns.append(Column(label, help="Tagged in the period chosen; before, on hover."))
        if with_rest:
            columns.append(Column("Change without", help=f"Reports that are {label} left out on both sides."))
    shown = (2 if with_rest else 1) if label else 0
    total = sum(row.change.now for row in rows)
    opens = {part.code: part.opens for part in parts}
    return Table(
        caption=f"{measure.long_label}: its parts, {now} against {before}",
        columns=tuple(columns),
        rows=tuple(Row(row.code, _build_part_cells(row, total, opens[row.code], shown)) for row in rows),
        clickable="Click to open this crime type" if any(opens.values()) else "",
    )


def _build_part_cells(row: MeasureRow, total: int, opens: str | None, flag_cells: int) -> tuple[Cell, ...]:
    """flag_cells: how many of the two cells about the flag are shown."""
    cells = build_change_cells(row.change, row.polarity)
    share = 100 * row.change.now / total if total else float("nan")
    return (
        Cell(row.label, row.label, tip="" if opens else "Not a crime type of its own in this source."),
        cells.now,
        Cell(wording.pct(share), share),
        cells.before,
        cells.difference,
        cells.percent,
        cells.verdict,
        *_build_flag_cells(row)[:flag_cells],
    )


def _build_flag_cells(row: MeasureRow) -> tuple[Cell, Cell]:
    """How many carry the flag, and the change of those that do not."""
    flagged = Cell(
        wording.count(row.flagged_now), row.flagged_now, tip=f"{wording.count(row.flagged_before)} before"
    )
    if row.change.before is None:
        return flagged, UNKNOWN
    now, before = row.change.now - row.flagged_now, row.change.before - row.flagged_before
    text = "no change" if now == before else wording.count(now - before, sign=True)
    tone: Tone = "quiet" if row.change.small_base else ""
    return flagged, Cell(text, now - before, tone, tip=wording.change(now, before))
