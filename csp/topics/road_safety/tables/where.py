"""The tables beside the map of collisions: the first hot spots, and the collisions of one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.road_safety.findings.hot_spots import EXPECTED, SCORE, name_spot
from csp.topics.road_safety.findings.where import SEVERITIES, list_people, write_time
from csp.topics.road_safety.rules.hot_spots import FATAL, SERIOUS, HotSpot, identify_spot

TONES: Mapping[int, Tone] = {FATAL: "strong", SERIOUS: "strong"}


def build_first_spots_table(
    spots: Sequence[HotSpot], expected: Sequence[float | None], wards: Mapping[str, str], scored: bool
) -> Table:
    """The first hot spots, in the room beside the map. scored: whether they are ranked by their score."""
    columns = (
        Column("Hot spot", numeric=False, wrap=True),
        Column("Collisions", emphasis=True),
        Column("Score", help=SCORE)
        if scored
        else Column("Killed or serious", help="Collisions with somebody killed or seriously injured."),
        Column("Expected", help=EXPECTED),
    )
    rows = tuple(
        Row(
            identify_spot(spot),
            (
                Cell(f"{spot.rank}. {name_spot(spot, wards)}", spot.rank),
                Cell(wording.count(spot.collisions), spot.collisions),
                Cell(wording.rate(spot.score), spot.score)
                if scored
                else Cell(wording.count(spot.serious), spot.serious),
                UNKNOWN if value is None else Cell(wording.rate(value), value),
            ),
        )
        for spot, value in zip(spots, expected, strict=True)
    )
    return Table(
        "The first hot spots", columns, rows, clickable="Shows the place on the map, and its collisions."
    )


def build_collision_table(collisions: pd.DataFrame, casualties: pd.DataFrame, name: str) -> Table:
    """The collisions of a hot spot, the latest first, and who was hurt in each."""
    people = {str(key): list_people(rows["road_user"]) for key, rows in casualties.groupby("collision_key")}
    columns = (
        Column("When", numeric=False),
        Column("Severity", numeric=False),
        Column("Hurt", numeric=False, wrap=True),
    )
    rows = tuple(
        Row(
            str(row["collision_key"]),
            (
                Cell(write_time(row["date"].date(), row["hour"]), row["date"].date().isoformat()),
                Cell(
                    SEVERITIES[int(row["severity"])],
                    int(row["severity"]),
                    TONES.get(int(row["severity"]), ""),
                ),
                Cell(people.get(str(row["collision_key"]), wording.MISSING)),
            ),
        )
        for row in collisions.sort_values(["date", "collision_key"], ascending=False).to_dict("records")
    )
    return Table(f"Collisions at {name}", columns, rows)
