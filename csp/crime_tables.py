"""The tables of the first two pages, built from comparison rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from csp import theme, wording
from csp.comparison import Standings
from csp.findings import MeasureRow
from csp.measures import Catalogue, Measure
from csp.settings import Area
from csp.tables import Cell, Column, Row, Table, Tone, tip_lines

UNKNOWN = Cell("–", None, "quiet")


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
        Cell(wording.count(row.now), row.now),
        UNKNOWN if row.before is None else Cell(wording.count(row.before), row.before),
        UNKNOWN
        if row.difference is None
        else Cell(wording.count(row.difference, sign=True), row.difference, tone),
        percent_cell(row, tone),
        signal_cell(row, tone),
        _rank_cell(row.rank_before, None, None, of),
        _rank_cell(row.rank_now, row.rank_best, row.rank_worst, of),
        Cell(trend, spark=tuple(series), hollow=hollow),
    )


def odds(p: float) -> str:
    """How often chance alone does this: "less than once in 1,000 times", "about once in 6 times"."""
    if p >= 0.5:
        return "more often than not"
    if p < 0.0001:
        return "less than once in 10,000 times"
    return f"about once in {wording.count(round(1 / p, 0 if p > 0.01 else -2 if p < 0.001 else -1))} times"


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
    chance = f"Chance alone would bring about a change this large {odds(row.p)}."
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


def district_frame(table: Standings, measure: str, area: Area, unit: str) -> pd.DataFrame:
    """One measure by district, lowest rate first, with what charts and maps say of each.

    The columns of Standings.frame with district, role, label (the rate in words) and tip.
    """
    frame = table.frame(measure)
    frame["district"] = [area.names[code] for code in frame["district_code"]]
    frame["role"] = [area.role(code) for code in frame["district_code"]]
    frame["label"] = [wording.rate(rate) for rate in frame["rate"]]
    frame["tip"] = [
        f"{row.district}: {wording.rate(row.rate)} {unit} "
        f"(95 % limits {wording.rate(row.low)} to {wording.rate(row.high)}), "
        f"{wording.count(row.now)} recorded, {wording.rank(row.rank, of=len(frame), tied=row.tied)}"
        for row in frame.itertuples()
    ]
    return frame.sort_values(["rate", "district"], ignore_index=True)


def district_ranks(
    frame: pd.DataFrame, unit: str, periods: tuple[str, str], comparable: bool, chosen: str
) -> Table:
    """One crime type in every district: rate, volume, both ranks and the movement.

    frame: district_frame(). chosen: the district compared with home, "" for none.
    """
    now, before = periods
    columns = (
        Column("District", numeric=False),
        Column(f"Rate {unit}", emphasis=True),
        Column("Rank now", help="By rate; 1st is the lowest."),
        Column("Rank before", help="By rate in the period compared with."),
        Column("Movement", numeric=False, help="▲ towards the highest rate, ▼ towards the lowest."),
        Column(now, help="Recorded in the period chosen."),
        Column(before, help="Recorded in the period compared with."),
        Column("Rank by count", help="1st is the fewest."),
    )
    return Table(
        caption="Districts by rate and by volume",
        columns=columns,
        rows=tuple(_district_row(row, comparable, chosen) for row in frame.itertuples()),
        clickable="Click to compare this district with home",
    )


def _district_row(row: Any, comparable: bool, chosen: str) -> Row:
    tone: Tone = row.role if row.role in ("home", "neighbour") else ""
    limits = f"95 % limits {wording.rate(row.low)} to {wording.rate(row.high)}"
    sure = f"{wording.rank_with_range(row.rank, row.rank_best, row.rank_worst)} when chance is allowed for."
    earlier = (
        (
            Cell(wording.rank(row.rank_before, tied=row.tied_before), row.rank_before),
            movement_cell(row.rank, row.rank_before),
        )
        if comparable
        else (UNKNOWN, UNKNOWN)
    )
    return Row(
        id=row.district_code,
        cells=(
            Cell(row.district, row.district, tone),
            Cell(wording.rate(row.rate), row.rate, tip=limits),
            Cell(wording.rank(row.rank, tied=row.tied), row.rank, tip=sure),
            *earlier,
            Cell(wording.count(row.now), row.now),
            Cell(wording.count(row.before), row.before) if comparable else UNKNOWN,
            Cell(wording.ordinal(row.volume_rank), row.volume_rank),
        ),
        selected=row.role == "home" or row.district_code == chosen,
    )


def movement_cell(rank: int, before: int) -> Cell:
    """Up is towards the highest rate, so a rise in rank is a fall in standing: say places, not better."""
    moved = rank - before
    if not moved:
        return Cell("no change", 0, "quiet")
    direction = "▲ up" if moved > 0 else "▼ down"
    return Cell(f"{direction} {abs(moved)}", moved)


def measures_by_district(
    table: Standings,
    measures: Sequence[Measure],
    area: Area,
    show: str,
    chosen: str,
    unit: str,
    mode: theme.Mode,
) -> Table:
    """Every measure by every district, shaded by rank; home is the first column.

    show: "Rank", "Rate" or "Count", the figure written in the cells.
    """
    order = sorted(
        area.peers, key=lambda code: (code != area.home, code not in area.neighbours, area.names[code])
    )
    columns = [Column(area.names[code], emphasis=code == area.home) for code in order]
    return Table(
        caption=f"Every crime type by district: {show.lower()}",
        columns=(Column("Crime type", numeric=False), *columns),
        rows=tuple(
            Row(
                id=measure.code,
                cells=(
                    Cell(measure.label, measure.label),
                    *(
                        _matrix_cell(table, measure.code, code, area.names[code], show, unit, mode)
                        for code in order
                    ),
                ),
                selected=measure.code == chosen,
                indent=measure.parent is not None,
            )
            for measure in measures
        ),
        clickable="Click to choose this crime type",
    )


def _matrix_cell(
    table: Standings, measure: str, district: str, name: str, show: str, unit: str, mode: theme.Mode
) -> Cell:
    at = table.at(measure, district)
    rank, rate, now, of = int(table.rank[at]), float(table.rate[at]), int(table.now[at]), len(table.districts)
    if not rank:
        return Cell(
            wording.count(now) if show == "Count" else wording.MISSING,
            None,
            "quiet",
            tip=f"{name}: no population",
        )
    texts = {"Rank": str(rank), "Rate": wording.rate(rate), "Count": wording.count(now)}
    values: dict[str, float] = {"Rank": rank, "Rate": rate, "Count": now}
    fill, ink = theme.shade_of_rank(rank, of, mode)
    place = wording.rank(rank, of=of, tied=bool(table.tied[at]))
    tip = f"{name}: {wording.count(now)}, {wording.rate(rate)} {unit}, {place}"
    return Cell(texts[show], values[show], fill=fill, ink=ink, tip=tip)
