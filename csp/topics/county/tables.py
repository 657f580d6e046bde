"""The tables of the county comparison. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from typing import Any

import pandas as pd

from csp.comparison.standings import Standings
from csp.comparison.tables import build_movement_cell
from csp.core import wording
from csp.core.incomplete_words import MARK
from csp.core.measures import Measure
from csp.core.settings import Area
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.shell import theme

INCOMPLETE = "data incomplete"


def build_district_frame(table: Standings, measure: str, area: Area) -> pd.DataFrame:
    """One measure by district, lowest rate first, with what charts and maps say of each.

    The columns of Standings.frame with district, role and, in words: label (the rate),
    limits, place and recorded (the count). What rests on incomplete data has a *.
    """
    frame = table.frame(measure)
    frame["district"] = [area.names[code] for code in frame["district_code"]]
    frame["role"] = [area.role(code) for code in frame["district_code"]]
    marks = [MARK if incomplete else "" for incomplete in frame["incomplete"]]
    frame["label"] = [f"{wording.rate(rate)}{mark}" for rate, mark in zip(frame["rate"], marks, strict=True)]
    frame["recorded"] = [f"{wording.count(now)}{mark}" for now, mark in zip(frame["now"], marks, strict=True)]
    frame["limits"] = [
        f"{wording.rate(low)} to {wording.rate(high)}"
        for low, high in zip(frame["low"], frame["high"], strict=True)
    ]
    frame["place"] = [
        wording.rank(rank, of=table.ranked, tied=tied)
        for rank, tied in zip(frame["rank"], frame["tied"], strict=True)
    ]
    return frame.sort_values(["rate", "district"], ignore_index=True)


def count_ranked(frame: pd.DataFrame) -> int:
    """Among how many districts of build_district_frame() the ranks are: those with a population."""
    return int((frame["population"] > 0).sum())


def build_rank_table(
    frame: pd.DataFrame,
    unit: str,
    periods: tuple[str, str],
    comparable: bool,
    compared: str,
    rank: str = "County rank",
) -> Table:
    """One crime type in every district: rate, volume, both ranks and the movement.

    frame: build_district_frame(). compared: the district compared with home, "" for none. rank: what
    the rank among them is called.
    """
    now, before = periods
    columns = (
        Column("District", numeric=False),
        Column(f"Rate {unit}", emphasis=True),
        Column(rank, help="By rate."),
        Column(f"{rank} before", help="By rate in the period compared with."),
        Column("Movement", numeric=False, help="▲ towards the highest rate, ▼ towards the lowest."),
        Column(now, help="Recorded in the period chosen."),
        Column(before, help="Recorded in the period compared with."),
        Column("Rank by count", help="By the number recorded, whatever the population."),
    )
    return Table(
        caption="Districts by rate and by count",
        columns=columns,
        rows=tuple(
            _district_row(row, (count_ranked(frame), len(frame)), comparable, compared)
            for row in frame.itertuples()
        ),
        clickable="Click to compare this district with home",
    )


def _district_row(row: Any, among: tuple[int, int], comparable: bool, compared: str) -> Row:
    """One district. among: how many are ranked by rate, and how many by count."""
    of, districts = among
    tone: Tone = row.role if row.role in ("home", "neighbour") else ""
    incomplete = f"; {INCOMPLETE}" if row.incomplete else ""
    sure = wording.rank_with_range(row.rank, row.rank_best, row.rank_worst, of, row.tied)
    return Row(
        id=row.district_code,
        cells=(
            Cell(row.district, row.district, tone),
            Cell(row.label, row.rate, tip=f"95% limits {row.limits}{incomplete}")
            if isfinite(row.rate)
            else UNKNOWN,
            _rank_cell(row.rank, of, row.tied, f"{wording.capitalise(sure)}{incomplete}."),
            _rank_cell(row.rank_before, of, row.tied_before) if comparable else UNKNOWN,
            build_movement_cell(row.rank, row.rank_before) if comparable else UNKNOWN,
            _count_cell(row.now, row.incomplete),
            _count_cell(row.before, row.incomplete_before) if comparable else UNKNOWN,
            _rank_cell(row.volume_rank, districts),
        ),
        selected=row.role == "home" or row.district_code == compared,
    )


def _count_cell(count: int, incomplete: bool) -> Cell:
    text = wording.count(count)
    return Cell(f"{text}{MARK}", count, tip=f"{text}; {INCOMPLETE}") if incomplete else Cell(text, count)


def _rank_cell(rank: int, of: int, tied: bool = False, tip: str = "") -> Cell:
    return Cell(wording.standing(rank, of, tied), rank, tip=tip) if rank else UNKNOWN


def build_measure_matrix(
    table: Standings,
    measures: Sequence[Measure],
    area: Area,
    show: str,
    selected: str,
    unit: str,
    mode: theme.Mode,
) -> Table:
    """Every measure by every district, shaded by rank; home is the first column.

    show: "Rank", "Rate" or "Count", the figure written in the cells. selected: the marked measure.
    """
    order = sorted(
        area.peers, key=lambda code: (code != area.home, code not in area.neighbours, area.names[code])
    )
    columns = [Column(area.names[code], emphasis=code == area.home) for code in order]
    return Table(
        upright=True,
        across="District",
        figure="Rank (1 = lowest)" if show == "Rank" else f"Rate {unit}" if show == "Rate" else show,
        caption=f"Every crime type by district: {'rank (1 = lowest)' if show == 'Rank' else show.lower()}",
        columns=(Column("Crime type", numeric=False), *columns),
        rows=tuple(
            Row(
                id=measure.code,
                cells=(Cell(measure.label, measure.label), *cells),
                selected=measure.code == selected,
                indent=measure.parent is not None,
            )
            for measure, cells in zip(
                measures,
                _matrix_cells(
                    table,
                    tuple(m.code for m in measures),
                    tuple((code, area.names[code]) for code in order),
                    show,
                    unit,
                    mode,
                ),
                strict=True,
            )
        ),
        clickable="Click to choose this crime type",
    )


@lru_cache(maxsize=32)
def _matrix_cells(
    table: Standings,
    measures: tuple[str, ...],
    districts: tuple[tuple[str, str], ...],
    show: str,
    unit: str,
    mode: theme.Mode,
) -> tuple[tuple[Cell, ...], ...]:
    """The figures of each measure; the same whichever crime type is selected. districts: code and name."""
    return tuple(
        tuple(_matrix_cell(table, measure, code, name, show, unit, mode) for code, name in districts)
        for measure in measures
    )


def _matrix_cell(
    table: Standings, measure: str, district: str, name: str, show: str, unit: str, mode: theme.Mode
) -> Cell:
    at = table.at(measure, district)
    rank, rate, now, of = int(table.rank[at]), float(table.rate[at]), int(table.now[at]), table.ranked
    if not rank:
        figure = wording.count(now) if show == "Count" else wording.MISSING
        return Cell(figure, None, "quiet", tip=f"{name}: no population on file, so no rate")
    texts = {"Rank": str(rank), "Rate": wording.rate(rate), "Count": wording.count(now)}
    values: dict[str, float] = {"Rank": rank, "Rate": rate, "Count": now}
    fill, ink = theme.shade_of_rank(rank, of, mode)
    place = wording.rank(rank, of=of, tied=bool(table.tied[at]))
    tip = f"{name}: {wording.count(now)}, {wording.rate(rate)} {unit}, {place}"
    mark = ""
    if table.incomplete[at]:
        tip, mark = f"{tip}; {INCOMPLETE}", MARK
    return Cell(f"{texts[show]}{mark}", values[show], fill=fill, ink=ink, tip=tip)
