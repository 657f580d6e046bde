"""Fetches road collisions and casualties: one by one for rules that look at places, and summed for charts.

Every frame is of one source ("sample", or "dft" for what is imported) and is kept until the data change.
Codes are those of csp.core.collision_codes; missing where they are not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from csp.data import queries


@dataclass(frozen=True)
class Span:
    """What is asked for: a source, some districts, and the days from the first to the last, both within."""

    source: str
    districts: tuple[str, ...]
    start: date
    end: date


def fetch_years() -> pd.DataFrame:
    """source, year, first, last, collisions, stated, listed, provisional: the calendar years loaded.

    stated: casualties as the collisions count them; listed: casualties with a row of their own, missing
    where none of the year are loaded.
    """
    return queries.ask("store/collisions")


def fetch_collisions(span: Span) -> pd.DataFrame:
    """The collisions of a span, a row each, with place, severity, casualties by severity and conditions."""
    return _ask("road_safety/collisions", span)


def fetch_casualties(span: Span) -> pd.DataFrame:
    """The people hurt in a span, a row each, with the key, the day and the ward of the collision."""
    return _ask("road_safety/casualties", span)


def fetch_people(span: Span) -> pd.DataFrame:
    """Casualties by district_code, road_user, age_band, sex and severity, with their adjusted sums."""
    return _ask("road_safety/by_person", span)


def fetch_hours(span: Span) -> pd.DataFrame:
    """Casualties by district_code, weekday (1 Monday to 7 Sunday), hour and severity."""
    return _ask("road_safety/by_time", span)


def fetch_conditions(span: Span) -> pd.DataFrame:
    """Casualties by district_code, condition (speed_limit, light, weather ...), code and severity."""
    return _ask("road_safety/by_condition", span)


def fetch_casualty_months(source: str, districts: tuple[str, ...]) -> pd.DataFrame:
    """Casualties by district_code, month and severity over everything loaded, with their adjusted sums."""
    return queries.ask("road_safety/by_month", source=source, districts=districts)


def fetch_collision_months(source: str, districts: tuple[str, ...]) -> pd.DataFrame:
    """Collisions by district_code, month and severity over everything loaded."""
    return queries.ask("road_safety/collisions_by_month", source=source, districts=districts)


def fetch_ward_months(source: str, district: str) -> pd.DataFrame:
    """Casualties by ward_code ("" for no known ward), month and severity over everything loaded."""
    return queries.ask("road_safety/by_ward", source=source, district=district)


def fetch_ward_years(source: str) -> pd.DataFrame:
    """What is published by ward: line, start (first day of the year), ward_code, casualties as shown."""
    return queries.ask("road_safety/ward_years", source=source)


def _ask(name: str, span: Span) -> pd.DataFrame:
    return queries.ask(name, source=span.source, districts=span.districts, start=span.start, end=span.end)
