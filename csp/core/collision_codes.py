"""What is published about the files of road collisions: their code list and totals, from data/reference.

Source: Department for Transport, "Road safety open dataset data guide" of 2024. A junction has the code
of that guide; roundabouts, mini-roundabouts and slip roads keep the code of earlier years, which the
guide's own conversion loses.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from csp.core import reference_tables, settings


class Severity(IntEnum):
    """The codes of a severity, as recorded: the lower, the graver."""

    FATAL = 1
    SERIOUS = 2
    SLIGHT = 3


def read_labels(field: str) -> Mapping[int, str]:
    """The published label of each code of a field ("weather"), in the order of the list."""
    return {int(row["code"]): row["label"] for row in _read_codes() if row["field"] == field}


def read_road_users() -> Mapping[int, str]:
    """The group of road users of each casualty type: taxis and minibuses are cars, as in DfT's tables.

    The groups are pedestrian, cyclist, motorcyclist, car occupant, bus, goods and other.
    """
    return {int(row["code"]): row["road_user"] for row in _read_codes() if row["road_user"]}


def read_district_numbers() -> Mapping[str, str]:
    """The code of the district that each number of files up to 2020 stands for.

    "" where it is none: what was divided between councils, and Scotland before 1996.
    """
    rows = reference_tables.read(settings.REFERENCE / "collision_districts.csv")
    return {row["district_number"]: row["district_code"] for row in rows}


def read_former_districts() -> Mapping[str, str]:
    """The code of the district that each district became or went into that is no more, by its code."""
    rows = reference_tables.read(settings.REFERENCE / "former_districts.csv")
    return {row["former_code"]: row["district_code"] for row in rows}


def read_published_totals(kind: str) -> Mapping[int, int]:
    """How many collisions, casualties or vehicles of Great Britain are published, by year."""
    rows = reference_tables.read(settings.REFERENCE / "collision_totals.csv")
    return {int(row["year"]): int(row[kind]) for row in rows}


def _read_codes() -> tuple[dict[str, str], ...]:
    return reference_tables.read(settings.REFERENCE / "collision_codes.csv")
