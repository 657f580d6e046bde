"""What is counted of an action: how its measures stand, and the numbers of one by quarter. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.action_plan.findings.measures import VERDICT_WORDS, describe_target, write_verdict
from csp.topics.action_plan.findings.values import NEVER, cut_text
from csp.topics.action_plan.rules.measures import MeasureStanding, Verdict
from csp.topics.action_plan.tables.cells import build_figure_cell, build_sentence_column, build_text_cell

_TONES: dict[Verdict, Tone] = {"hit": "green", "miss": "red", "": ""}


def build_verdict_cell(verdict: Verdict) -> Cell:
    """Hit or miss by shape, in words and by its tone; a dash without a target."""
    if not verdict:
        return UNKNOWN
    return Cell(write_verdict(verdict), VERDICT_WORDS[verdict], _TONES[verdict])


def build_standing_table(standings: Sequence[MeasureStanding], ref: str, clickable: str) -> Table:
    """The measures of an action in order, each with its latest number. clickable: what a click does.

    What no measure has, as a target, has no column.
    """
    rows = [_build_cells(standing) for standing in standings]
    shown = [at for at in range(len(_COLUMNS)) if any(cells[at] is not UNKNOWN for cells in rows)]
    return Table(
        caption=f"What is counted of {ref}",
        columns=tuple(_COLUMNS[at] for at in shown),
        rows=tuple(
            Row(standing.held.key, tuple(cells[at] for at in shown))
            for standing, cells in zip(standings, rows, strict=True)
        ),
        clickable=clickable,
    )


_COLUMNS = (
    build_sentence_column("Measure", sortable=False),
    Column("Latest", sortable=False),
    Column("For", numeric=False, sortable=False),
    Column("Target", numeric=False, sortable=False),
    Column("Hit or miss", numeric=False, sortable=False),
    Column("Baseline", sortable=False),
    Column("Unit", numeric=False, sortable=False),
    Column("Reported", numeric=False, sortable=False),
)


def _build_cells(standing: MeasureStanding) -> tuple[Cell, ...]:
    measure, point = standing.measure, standing.latest
    return (
        build_text_cell(cut_text(measure.name), tip=measure.name),
        build_figure_cell(point.value) if point else UNKNOWN,
        build_text_cell(point.quarter.label) if point else Cell(NEVER, None, "quiet"),
        build_text_cell(describe_target(measure)),
        build_verdict_cell(point.verdict if point else ""),
        build_figure_cell(measure.baseline),
        build_text_cell(measure.unit),
        build_text_cell(measure.frequency),
    )


def build_value_table(standing: MeasureStanding) -> Table:
    """The numbers of a measure by quarter, each with whether it hits the target."""
    measure = standing.measure
    return Table(
        caption=f"{cut_text(measure.name)} by quarter",
        columns=(
            Column("Quarter", numeric=False),
            Column("Number"),
            Column("Hit or miss", numeric=False),
            Column("Target", numeric=False),
            Column("Baseline"),
        ),
        rows=tuple(
            Row(
                point.quarter.label,
                (
                    build_text_cell(point.quarter.label),
                    build_figure_cell(point.value),
                    build_verdict_cell(point.verdict),
                    build_text_cell(describe_target(measure)),
                    build_figure_cell(measure.baseline),
                ),
            )
            for point in standing.points
        ),
    )
