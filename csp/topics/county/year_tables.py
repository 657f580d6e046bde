"""The partnerships of a yearly source on the county page: the frame for charts, and the table. Pure."""

from __future__ import annotations

from math import isfinite
from typing import Any

import pandas as pd

from csp.comparison.tables import build_movement_cell
from csp.comparison.year_cells import build_count_cell, name_missing, write_remarks
from csp.comparison.years import YearComparison
from csp.core import wording
from csp.core.settings import Area
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.county.tables import build_district_frame, count_ranked


def build_year_frame(comparison: YearComparison, measure: str, area: Area) -> pd.DataFrame:
    """build_district_frame() of the areas with a count, and after them those without, with the mark in words.

    The marked ones have no rate and no rank; their label says that the figure is not usable.
    """
    table = comparison.standings.get(measure)
    ranked = build_district_frame(table, measure, area) if table else pd.DataFrame()
    missing = {code: figure for code in area.peers if (figure := comparison.now[measure, code]).count is None}
    codes = sorted(missing, key=lambda code: area.names[code])
    if not codes:
        return ranked
    marked = pd.DataFrame([_build_marked(code, name_missing(missing[code]), area) for code in codes])
    return pd.concat([ranked, marked], ignore_index=True) if len(ranked) else marked


def _build_marked(code: str, mark: str, area: Area) -> dict[str, Any]:
    nan, texts = float("nan"), {"label": mark, "limits": wording.MISSING, "recorded": mark}
    numbers = dict.fromkeys(("population", "population_before", "rate", "rate_before", "low", "high"), nan)
    ranks = dict.fromkeys(
        ("now", "before", "rank", "rank_before", "rank_best", "rank_worst", "volume_rank"), 0
    )
    marks = ("tied", "tied_before", "incomplete", "incomplete_before")
    return {
        "district_code": code,
        **numbers,
        **ranks,
        **dict.fromkeys(marks, False),
        "district": area.names[code],
        "role": area.role(code),
        **texts,
        "place": mark,
    }


def build_year_rank_table(
    comparison: YearComparison, measure: str, frame: pd.DataFrame, periods: tuple[str, str], compared: str
) -> Table:
    """One offence in every area: rate with the people it is of, both ranks, and both counts.

    frame: build_year_frame(). compared: the code of the area compared with home, "" for none.
    """
    now, before = periods
    table = Table(
        caption="Partnerships by rate and by count",
        columns=(
            Column("Partnership", numeric=False),
            Column("Rate per 1,000", emphasis=True),
            Column("Rank", help="By rate."),
            Column("Rank before", help="By rate in the year compared with."),
            Column("Movement", numeric=False, help="▲ towards the highest rate, ▼ towards the lowest."),
            Column(now, help="Recorded in the year chosen."),
            Column(before, help="Recorded in the year compared with."),
            Column("Change"),
            Column("% change"),
            Column("People", help="The population that the rate is of."),
        ),
        rows=tuple(
            _build_row(row, comparison, measure, count_ranked(frame), compared) for row in frame.itertuples()
        ),
        clickable="Click to compare this partnership with home",
    )
    for column, figures in ((5, comparison.now), (6, comparison.before)):
        codes = [row.id for row in table.rows]
        table = write_remarks(table, column, {code: figures[measure, code] for code in codes})
    return table


def _build_row(row: Any, comparison: YearComparison, measure: str, of: int, compared: str) -> Row:
    code = row.district_code
    now, before = (each[measure, code] for each in (comparison.now, comparison.before))
    is_comparable = comparison.basis.comparable
    tone: Tone = row.role if row.role in ("home", "neighbour") else ""
    sure = wording.rank_with_range(row.rank, row.rank_best, row.rank_worst, of, row.tied) if row.rank else ""
    return Row(
        id=code,
        cells=(
            Cell(row.district, row.district, tone),
            Cell(row.label, row.rate, tip=f"95% limits {row.limits}") if isfinite(row.rate) else UNKNOWN,
            _build_rank(row.rank, of, row.tied, f"{wording.capitalise(sure)}." if sure else ""),
            _build_rank(row.rank_before, of, row.tied_before) if is_comparable else UNKNOWN,
            build_movement_cell(row.rank, row.rank_before) if is_comparable else UNKNOWN,
            build_count_cell(now),
            build_count_cell(before) if is_comparable else UNKNOWN,
            *_build_change(row, before.count is None or not is_comparable),
            Cell(wording.count(row.population), row.population) if row.population > 0 else UNKNOWN,
        ),
        selected=row.role == "home" or code == compared,
    )


def _build_change(row: Any, has_none: bool) -> tuple[Cell, Cell]:
    """The difference and its %, where both counts can be shown: a figure that is lacking is no fall."""
    if has_none or not isfinite(row.rate):
        return UNKNOWN, UNKNOWN
    difference = int(row.now) - int(row.before)
    share = Cell(wording.share(row.now, row.before), 100 * difference / row.before) if row.before else UNKNOWN
    return Cell(wording.count(difference, sign=True), difference), share


def _build_rank(rank: int, of: int, tied: bool, tip: str = "") -> Cell:
    return Cell(wording.standing(int(rank), of, bool(tied)), rank, tip=tip) if rank else UNKNOWN
