"""Every ward, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.change_cells import build_change_cells, build_change_columns
from csp.core.measures import Measure
from csp.core.table import Cell, Column, Row, Table
from csp.topics.wards.rules import Figures
from csp.topics.wards.tables.cells import build_rank_cell, build_rate_cell, build_ratio_cell


def build_ward_table(
    rows: Sequence[Figures],
    measure: Measure,
    unit: str,
    periods: tuple[str, str],
    codes: Sequence[str],
    is_adjusted: bool = False,
) -> Table:
    """Everything the map shows, a ward a row: level, rate, change and its verdict, rank. Clicking selects.

    codes: of the wards that are chosen. is_adjusted: whether the counts are adjusted (public mode), which
    leaves a rank in doubt as a range.
    """
    now, before = periods
    ranked = sum(row.rank > 0 for row in rows)
    columns = (
        Column("Ward", numeric=False),
        *build_change_columns(periods),
        Column(f"Rate {unit}"),
        Column(
            "Compared with the district",
            help="The rate over the district's; ▲ or ▼ where its 95% limits leave out the district's rate.",
        ),
        Column("Rank", numeric=False, help=f"By rate among the {_name_ranked(rows)}."),
    )
    return Table(
        caption=f"{measure.long_label} by ward, {now} against {before}",
        columns=columns,
        rows=tuple(
            Row(row.code, _build_ward_cells(row, measure, ranked, is_adjusted), selected=row.code in codes)
            for row in rows
        ),
        clickable="Click to choose this ward",
    )


def _name_ranked(rows: Sequence[Figures]) -> str:
    ranked = sum(row.rank > 0 for row in rows)
    return f"{ranked} wards" if ranked == len(rows) else f"{ranked} wards with a rate and 5 or more recorded"


def _build_ward_cells(row: Figures, measure: Measure, ranked: int, is_adjusted: bool) -> tuple[Cell, ...]:
    return (
        Cell(row.name, row.name),
        *build_change_cells(row.change, measure.polarity),
        build_rate_cell(row),
        build_ratio_cell(row),
        build_rank_cell(row, ranked, is_adjusted),
    )
