"""Fetches what partners record about roads and has been imported, as the records that the rules take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from csp.core.road_records.cost_values import CostValue, CostValues, combine_values
from csp.core.road_records.near_miss import SEPARATOR, NearMiss
from csp.core.road_records.road_factor import RoadFactor
from csp.core.road_records.school import School
from csp.core.road_records.speed_watch import SpeedWatchSession
from csp.data import queries


def fetch_imported_near_misses() -> tuple[NearMiss, ...]:
    """The near misses of the files that were imported, oldest first."""
    return tuple(map(_build_near_miss, _list_rows("road_safety/near_misses")))


def _build_near_miss(row: Mapping[str, Any]) -> NearMiss:
    return NearMiss(
        date=_read_day(row["date"]),
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        happenings=tuple(row["happenings"].split(SEPARATOR)),
        mode=row["mode"],
        other=row["other"],
        hour=_read_whole(row["hour"]),
        text=row["text"],
    )


def fetch_sessions() -> tuple[SpeedWatchSession, ...]:
    """The sessions of Community Speed Watch, oldest first."""
    return tuple(map(_build_session, _list_rows("road_safety/speed_watch")))


def _build_session(row: Mapping[str, Any]) -> SpeedWatchSession:
    is_placed = not pd.isna(row["longitude"])
    return SpeedWatchSession(
        site=row["site"],
        date=_read_day(row["date"]),
        vehicles=int(row["vehicles"]),
        over=int(row["over_limit"]),
        minutes=_read_whole(row["minutes"]),
        limit=_read_whole(row["speed_limit"]),
        place=(float(row["longitude"]), float(row["latitude"])) if is_placed else None,
    )


def fetch_schools() -> tuple[School, ...]:
    """Schools by name."""
    return tuple(
        School(row["school"], float(row["longitude"]), float(row["latitude"]), row["phase"])
        for row in _list_rows("road_safety/schools")
    )


def fetch_cost_values() -> tuple[CostValues, ...]:
    """The values of prevention by year, oldest first; empty where none are imported."""
    return combine_values(
        CostValue(int(row["year"]), row["per"], row["severity"], float(row["pounds"]), row["publication"])
        for row in _list_rows("road_safety/costs")
    )


def fetch_road_factors() -> tuple[RoadFactor, ...]:
    """Casualties by factor as partners count them, the earliest first; empty where none are imported."""
    return tuple(
        RoadFactor(
            _read_day(row["first_day"]),
            _read_day(row["last_day"]),
            row["factor"],
            int(row["casualties"]),
            row["publication"],
        )
        for row in _list_rows("road_safety/factors")
    )


def _list_rows(statement: str) -> list[dict[str, Any]]:
    return queries.ask(statement).to_dict("records")  # type: ignore[return-value]


def _read_day(value: Any) -> date:
    return pd.Timestamp(value).date()


def _read_whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
