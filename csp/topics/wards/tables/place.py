"""The ward or patch chosen, a figure a row."""

from __future__ import annotations

import math

from csp.core import wording
from csp.core.change_cells import build_change_cells, shorten_verdict
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.wards.rules import Figures
from csp.topics.wards.tables.cells import (
    NO_POPULATION,
    build_difference_cell,
    build_rank_cell,
    build_rate_cell,
    build_ratio_cell,
)


def build_place_table(
    row: Figures,
    borough: Figures,
    measure: Measure,
    unit: str,
    periods: tuple[str, str],
    ranked: int,
    is_adjusted: bool = False,
) -> Table:
    """The ward or patch chosen beside the borough, a figure a row; the borough alone where it is chosen.

    ranked: how many wards have a rank. is_adjusted: whether the counts are adjusted (public mode), which
    leaves a rank in doubt as a range.
    """
    places = (row,) if row.code == borough.code else (row, borough)
    lines = _build_lines(places, measure, periods)
    if len(places) > 1:
        lines += _build_comparison_lines(row, borough, ranked, is_adjusted)
    return Table(
        caption=f"{measure.long_label} in {' and '.join(place.name for place in places)}",
        columns=(
            Column(measure.label, numeric=False, sortable=False),
            Column(row.name, emphasis=True, sortable=False),
            *(Column("District", help=place.name, sortable=False) for place in places[1:]),
        ),
        rows=tuple(
            Row(label, (Cell(label, label, tip=unit if label.startswith("Rate") else ""), *cells))
            for label, cells in lines
        ),
    )


def _build_lines(
    places: tuple[Figures, ...], measure: Measure, periods: tuple[str, str]
) -> list[tuple[str, list[Cell]]]:
    """The figures that every place has, by label, a cell for each place."""
    changes = [build_change_cells(place.change, measure.polarity) for place in places]
    return [
        (periods[0], [cells.now for cells in changes]),
        ("Rate per 1,000", [build_rate_cell(place) for place in places]),
        ("Change", [build_difference_cell(place.change, measure.polarity) for place in places]),
        ("% change", [cells.percent for cells in changes]),
        (
            "Clear change",
            [
                shorten_verdict(cells.verdict, place.change)
                for cells, place in zip(changes, places, strict=True)
            ],
        ),
    ]


def _build_comparison_lines(
    row: Figures, borough: Figures, ranked: int, is_adjusted: bool
) -> list[tuple[str, list[Cell]]]:
    """The figures that compare a place with its borough; the borough's own cell is unknown."""
    rank = (
        build_rank_cell(row, ranked, is_adjusted)
        if row.rank or (row.code and row.is_few)
        else Cell(wording.MISSING, None, "quiet", tip=_explain_no_rank(row))
    )
    share = 100 * row.change.now / borough.change.now if borough.change.now else float("nan")
    return [
        ("Compared with the district", [build_ratio_cell(row), UNKNOWN]),
        (f"Rank of {ranked} wards", [rank, UNKNOWN]),
        ("Share of district", [Cell(wording.pct(share), share), UNKNOWN]),
    ]


def _explain_no_rank(row: Figures) -> str:
    if not math.isfinite(row.rate):
        return NO_POPULATION
    return "Ranks compare single wards, not patches of several."
