"""The crime type table, and the cells that other tables of changes share. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.comparison.findings import MeasureRow
from csp.core import wording
from csp.core.measures import Catalogue, Measure
from csp.core.table import HIDDEN, UNKNOWN, Cell, Column, Row, Table, Tone, tip_lines


def tone_of(row: MeasureRow) -> Tone:
    """Worse or better only where the change is a signal and the measure has a good direction."""
    if not row.signal or not row.difference or row.polarity == "neutral":
        return ""
    return "worse" if row.difference > 0 else "better"


def crime_types(
    rows: Sequence[MeasureRow],
    series: Mapping[str, Sequence[float | None]],
    hollow: Sequence[int],
    periods: tuple[str, str],
    peers: tuple[str, int],
    chosen: str,
    known: Catalogue,
) -> Table:
    """The crime type table as published, with trend, signal and the rank's uncertainty.

    series gives each measure's last 36 monthly counts, None where a month is not
    loaded; hollow the positions of incomplete months. periods are the words for this
    period and the one before; peers the label of the peer group and its size.
    """
    now, before = periods
    columns = (
        Column("Crime type", numeric=False),
        Column(now, emphasis=True, help="Recorded in the period chosen."),
        Column(before, help="Recorded in the period compared with."),
        Column("Change"),
        Column("% change"),
        Column(
            "Signal or noise",
            numeric=False,
            help="Real change: larger than chance alone would bring about (conditional binomial mid-p test, "
            "5 %, adjusted for the number of rows).",
        ),
        Column(
            "Rank before", help=f"Place among the {peers[1]} {peers[0]} by rate per 1,000; 1st is the lowest."
        ),
        Column(
            "Rank now", help=f"Place among the {peers[1]} {peers[0]} by rate per 1,000; 1st is the lowest."
        ),
        Column("36 months", numeric=False, sortable=False, help="Monthly counts; the last month is marked."),
    )
    return Table(
        caption=f"Crime types, {now} against {before}",
        columns=columns,
        rows=tuple(
            Row(
                id=row.code,
                cells=_crime_type_cells(
                    row, known.measures[row.code], series[row.code], tuple(hollow), peers[1]
                ),
                selected=row.code == chosen,
                indent=known.measures[row.code].parent is not None,
            )
            for row in rows
        ),
        clickable="Click to choose this crime type",
    )


def _crime_type_cells(
    row: MeasureRow, measure: Measure, series: Sequence[float | None], hollow: tuple[int, ...], of: int
) -> tuple[Cell, ...]:
    tone = tone_of(row)
    trend = f"{measure.label}: monthly counts over 36 months"
    return (
        Cell(measure.label, measure.label, tip=tip_lines([measure.definition, measure.caveat])),
        HIDDEN if row.hidden_now else Cell(wording.count(row.now), row.now),
        _before_cell(row),
        UNKNOWN
        if row.difference is None
        else Cell(wording.count(row.difference, sign=True), row.difference, tone),
        percent_cell(row, tone),
        signal_cell(row, tone),
        _rank_cell(row.rank_before, None, None, of),
        _rank_cell(row.rank_now, row.rank_best, row.rank_worst, of),
        Cell(trend, spark=tuple(series), hollow=hollow),
    )


def _before_cell(row: MeasureRow) -> Cell:
    if row.hidden_before:
        return HIDDEN
    return UNKNOWN if row.before is None else Cell(wording.count(row.before), row.before)


def percent_cell(row: MeasureRow, tone: Tone) -> Cell:
    if row.before is None:
        return UNKNOWN
    if row.pct is None:
        return Cell("from 0" if row.now else "–", None, "quiet")
    text = wording.pct(row.pct, sign=True)
    if row.small_base:
        return Cell(
            text,
            row.pct,
            "quiet",
            tip=f"Small base: {wording.count(row.before)} before, so the % moves easily.",
        )
    return Cell(text, row.pct, tone)


def signal_cell(row: MeasureRow, tone: Tone) -> Cell:
    """The verdict in words and a shape, sorted by the strength of the evidence."""
    if row.p is None:
        return UNKNOWN
    chance = f"Chance alone would bring about a change this large {wording.odds(row.p)}."
    if not row.signal:
        return Cell("○ within chance", row.p, "quiet", tip=chance)
    direction = "▲" if (row.difference or 0) > 0 else "▼"
    return Cell(f"{direction} real change", row.p, tone, tip=chance)


def _rank_cell(rank: int | None, best: int | None, worst: int | None, of: int) -> Cell:
    if rank is None:
        return UNKNOWN
    tip = ""
    if best is not None and worst is not None:
        tip = f"{wording.rank_with_range(rank, best, worst)} of {of} when chance is allowed for."
    return Cell(wording.ordinal(rank), rank, tip=tip)
