"""The most frequent map points."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csp.core import wording
from csp.core.table import Cell, Column, Row, Table

LOCATIONS_SHOWN = 10


def build_location_table(points: pd.DataFrame, names: Mapping[str, str], several: bool, total: int) -> Table:
    """The most frequent map points. points: MapPoints.narrow() to the wards chosen, most first.

    several: the wards are more than one, so each line says its ward. total: the count of
    the wards chosen, of which each share is taken.
    """
    columns = [Column("On or near", numeric=False)]
    if several:
        columns.append(Column("Ward", numeric=False))
    columns += [
        Column("Recorded", emphasis=True),
        Column("Share", help="Of all in the place chosen."),
    ]
    busiest = points.head(LOCATIONS_SHOWN)
    rows = []
    for i, (location, ward, n) in enumerate(
        zip(busiest["location"], busiest["ward_code"], busiest["n"], strict=True)
    ):
        place = location.removeprefix("On or near ") or "No name"
        ward_cells = [Cell(names.get(ward, "No known ward"))] if several else []
        share = 100 * n / total if total else float("nan")
        figures = Cell(wording.count(n), int(n)), Cell(wording.pct(share), share)
        rows.append(Row(str(i), (Cell(place, place), *ward_cells, *figures)))
    return Table(
        caption="Most frequent locations (map points the police snap incidents to)",
        columns=tuple(columns),
        rows=tuple(rows),
    )
