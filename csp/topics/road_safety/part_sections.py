"""What the casualties are made of, a tab each: who, when, in which conditions, in which ward or village."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from csp.core import collision_codes
from csp.core.wording import capitalise
from csp.shell import screen, widgets
from csp.topics.road_safety import charts, controls, factor_sections, fetch, figures
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.findings import casualties as findings
from csp.topics.road_safety.findings import page as page_findings
from csp.topics.road_safety.rules.breakdowns import (
    count_hours,
    count_parts,
    find_busy_hours,
    list_present,
)
from csp.topics.road_safety.rules.severity import ALL
from csp.topics.road_safety.tables import casualties as tables


@dataclass(frozen=True)
class Breakdown:
    """One way to part the casualties: a column of the store, what its parts are, and their words by code."""

    column: str
    what: str
    read_labels: Callable[[], Mapping[str, str]]


OTHER = "other"


def _read_labels(field: str) -> Callable[[], Mapping[str, str]]:
    return lambda: {str(code): label for code, label in collision_codes.read_labels(field).items()}


def _read_road_users() -> Mapping[str, str]:
    groups = sorted(collision_codes.read_road_users().values(), key=lambda group: group == OTHER)
    return {group: findings.name_road_user(group) for group in groups}


WHO = {
    "Road user": Breakdown("road_user", "road user", _read_road_users),
    "Age": Breakdown("age_band", "age", _read_labels("age_band")),
    "Sex": Breakdown("sex", "sex", _read_labels("sex")),
}
CONDITIONS = {
    "Speed limit": Breakdown("speed_limit", "speed limit", _read_labels("speed_limit")),
    "Light": Breakdown("light", "light", _read_labels("light")),
    "Weather": Breakdown("weather", "weather", _read_labels("weather")),
    "Road surface": Breakdown("surface", "road surface", _read_labels("surface")),
    "Junction": Breakdown("junction", "junction", _read_labels("junction")),
}

FATAL_FOUR = "Fatal four"


def draw_who(road: RoadContext) -> None:
    """The people hurt by road user, age or sex."""
    breakdown = controls.choose("People by", WHO, "road_who")
    now, before = (fetch.fetch_people(road.ask_home(each)) for each in road.periods)
    _draw_breakdown(road, breakdown, now, before, breakdown.column)


def draw_conditions(road: RoadContext) -> None:
    """The people hurt by speed limit, light, weather, road surface or junction; the fatal four where a
    partner's table has them.
    """
    factors = factor_sections.compare_home_factors(road)
    offered = {**CONDITIONS, FATAL_FOUR: None} if factors else CONDITIONS
    breakdown = controls.choose("Conditions", offered, "road_condition")
    if breakdown is None:
        if factors:
            factor_sections.draw_factors(road, factors)
        return
    now, before = (
        frame[frame["condition"] == breakdown.column]
        for frame in (fetch.fetch_conditions(road.ask_home(each)) for each in road.periods)
    )
    _draw_breakdown(road, breakdown, now, before, "code")
    if factors is None:
        factor_sections.note_missing_factors(road)


def _draw_breakdown(
    road: RoadContext, breakdown: Breakdown, now: pd.DataFrame, before: pd.DataFrame, column: str
) -> None:
    phi = figures.estimate_dispersion(road.source.code).of(ALL)
    parts = list_present(count_parts(now, before, column, breakdown.read_labels(), phi, road.rules))
    finding = findings.write_parts(parts, breakdown.what, "casualties", road.place)
    what = f"casualties by {breakdown.what}"
    subtitle = page_findings.write_part_subtitle(what, road.place, road.periods, road.comparable)
    left, right = st.columns([5, 7], gap="medium")
    with left:
        chart = charts.draw_parts(parts, road.credit((finding, subtitle)), road.mode)
        screen.chart(chart, key="road_parts")
    with right:
        caption = f"Casualties by {breakdown.what}, {road.place}, {road.now.label}"
        adjustment = figures.compare_home(road.source.code, road.now).now.adjustment
        table = tables.build_part_table(parts, capitalise(breakdown.what), road.periods, caption, adjustment)
        widgets.table(table, key="road_parts_table", mode=road.mode)
        screen.download(table, f"casualties by {breakdown.what} {road.place}")


def draw_when(road: RoadContext) -> None:
    """The week by hours: when people are hurt."""
    grid = count_hours(fetch.fetch_hours(road.ask_home(road.now)))
    finding = findings.write_hours(find_busy_hours(grid), road.place)
    words = road.credit((finding, page_findings.write_hour_subtitle(grid, road.place, road.now)))
    screen.chart(charts.draw_hours(grid, words, road.mode), key="road_week")
    table = tables.build_hour_table(grid, road.place, road.now)
    screen.download(table, f"casualties by weekday and hour {road.place}")
