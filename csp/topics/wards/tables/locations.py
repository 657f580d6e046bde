"""The most frequent map points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from csp.core import wording
from csp.core.geography import Place
from csp.core.table import Cell, Column, Row, Table
from csp.topics.wards import findings
from csp.topics.wards.rules import identify_point

LOCATIONS_SHOWN = 10


def build_location_table(
    points: pd.DataFrame,
    names: Mapping[str, str],
    several: bool,
    total: int,
    places: Sequence[Place] = (),
    selected: str = "",
) -> Table:
    """The most frequent map points. points: MapPoints.narrow() to the wards chosen, most first.

    several: the wards are more than one, so each line says its ward. total: the count of
    the wards chosen, of which each share is taken. places: the named places that tell points of
    one name apart; none where their names do. selected: the id of the point that the map shows.
    """
    columns = [Column("On or near", numeric=False)]
    if places:
        columns.append(Column("Where", numeric=False))
    if several:
        columns.append(Column("Ward", numeric=False))
    columns += [
        Column("Recorded", emphasis=True),
        Column("Share", help="Of all in the place chosen."),
    ]
    shown, rows = points.head(LOCATIONS_SHOWN), []
    fields = ("location", "ward_code", "longitude", "latitude", "n")
    for location, ward, longitude, latitude, n in zip(*(shown[field] for field in fields), strict=True):
        name = location.removeprefix("On or near ") or "No name"
        # That a street lies near a place of its own name says nothing.
        others = [place for place in places if place.name != name]
        where = findings.describe_point(longitude, latitude, others)
        place_cells = [Cell(where, where)] if places else []
        ward_cells = [Cell(names.get(ward, "No known ward"))] if several else []
        share = 100 * n / total if total else float("nan")
        figures = Cell(wording.count(n), int(n)), Cell(wording.pct(share), share)
        key = identify_point(longitude, latitude)
        rows.append(
            Row(key, (Cell(name, name), *place_cells, *ward_cells, *figures), selected=key == selected)
        )
    return Table(
        caption="Most frequent locations (map points the police snap incidents to)",
        columns=tuple(columns),
        rows=tuple(rows),
        clickable="Click to see it on the map",
    )
