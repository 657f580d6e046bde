"""The crime type table, and the cell for a movement among the districts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_cells import ChangeCells, build_change_cells, build_change_columns
from csp.core.incomplete_words import MARK, describe_rank_caveat
from csp.core.measures import Catalogue, Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, tip_lines


def build_crime_type_table(
    rows: Sequence[MeasureRow],
    series: Mapping[str, Sequence[float | None]],
    incomplete: Mapping[str, Sequence[int]],
    periods: tuple[str, str],
    peers: tuple[str, int],
    selected: str,
    catalogue: Catalogue,
) -> Table:
    """The crime type table as published, with the trend, the verdict and the rank's uncertainty.

    series gives each measure's last 36 monthly counts, None where a month is not loaded; without any
    there is no column of them. incomplete has the positions of incomplete months by measure. periods are
    the words for this period and the one before; peers the label of the peer group and its size; selected the
    code of the crime type that the page is about.
    """
    now, before = periods
    columns = (
        Column("Crime type", numeric=False),
        *build_change_columns(periods),
        Column("County rank before", help=f"Among the {peers[1]} {peers[0]} by rate per 1,000."),
        Column("County rank now", help=f"Among the {peers[1]} {peers[0]} by rate per 1,000."),
    )
    if series:
        help_on_months = "Monthly counts; the last month is marked."
        columns += (Column("36 months", numeric=False, sortable=False, help=help_on_months),)
    sparks = {
        code: Cell(
            f"{catalogue.measures[code].label}: monthly counts over 36 months",
            spark=tuple(counts),
            incomplete=tuple(incomplete.get(code, ())),
        )
        for code, counts in series.items()
    }
    return Table(
        caption=f"Crime types, {now} against {before}",
        columns=columns,
        rows=tuple(
            Row(
                id=row.code,
                cells=_crime_type_cells(row, catalogue.measures[row.code], sparks.get(row.code), peers[1]),
                selected=row.code == selected,
                indent=catalogue.measures[row.code].parent is not None,
            )
            for row in rows
        ),
        clickable="Click to choose this crime type",
    )


def _crime_type_cells(row: MeasureRow, measure: Measure, spark: Cell | None, of: int) -> tuple[Cell, ...]:
    return (
        Cell(measure.label, measure.label, tip=tip_lines([measure.definition, measure.caveat])),
        *_mark_incomplete(row, build_change_cells(row.change, row.polarity)),
        _rank_cell(row.rank_before, of, row.tied_before, caveat=describe_rank_caveat(row.incomplete_before)),
        _rank_cell(
            row.rank_now,
            of,
            row.tied_now,
            (row.rank_best, row.rank_worst),
            describe_rank_caveat(row.incomplete),
        ),
        *([] if spark is None else [spark]),
    )


def _mark_incomplete(row: MeasureRow, cells: ChangeCells) -> ChangeCells:
    """The cells of a change, with a mark on a count that is incomplete."""
    now, before = (
        replace(cell, text=f"{cell.text}{MARK}", tip="Data incomplete.") if is_incomplete else cell
        for cell, is_incomplete in zip((cells.now, cells.before), row.own_incomplete, strict=True)
    )
    return cells._replace(now=now, before=before)


def _rank_cell(
    rank: int | None,
    of: int,
    tied: bool,
    limits: tuple[int | None, int | None] = (None, None),
    caveat: str = "",
) -> Cell:
    """limits: the best and the worst rank that chance allows. caveat: that it rests on incomplete data."""
    if rank is None:
        return UNKNOWN
    best, worst = limits
    tip = ""
    if best is not None and worst is not None:
        tip = f"{wording.capitalise(wording.rank_with_range(rank, best, worst, of, tied))}."
    if caveat:
        tip = " ".join(filter(None, [tip, f"{wording.capitalise(caveat)}."]))
    return Cell(wording.standing(rank, of, tied) + (MARK if caveat else ""), rank, tip=tip)


def build_movement_cell(rank: int, before: int) -> Cell:
    """How many places an area moved by rate; rank and before are 0 where it has none.

    Up is towards the highest rate, which is seldom welcome, so "up" never stands for "better".
    """
    if not rank or not before:
        return UNKNOWN
    moved = rank - before
    if not moved:
        return Cell("no change", 0, "quiet")
    direction = "▲ up" if moved > 0 else "▼ down"
    return Cell(f"{direction} {abs(moved)}", moved)
