"""What the casualties are made of, a tab each: who, when, in which conditions, in which ward or village."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from csp.core import collision_codes
from csp.core.geography.gazetteer import list_places
from csp.core.wording import capitalise
from csp.data import queries
from csp.shell import messages, screen, widgets
from csp.topics.road_safety import charts, controls, fetch, figures
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.findings import casualties as findings
from csp.topics.road_safety.findings import page as page_findings
from csp.topics.road_safety.rules.breakdowns import (
    VILLAGES,
    Part,
    count_hours,
    count_parts,
    find_busy_hours,
    list_present,
    list_safe_villages,
    name_places,
)
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import ALL, SERIOUS, SLIGHT
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
    return {group: capitalise(group) for group in groups}


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


def draw_who(road: RoadContext) -> None:
    """The people hurt by road user, age or sex."""
    breakdown = controls.choose("People by", WHO, "road_who")
    now, before = (fetch.fetch_people(road.ask_home(each)) for each in road.periods)
    _draw_breakdown(road, breakdown, now, before, breakdown.column)


def draw_conditions(road: RoadContext) -> None:
    """The people hurt by speed limit, light, weather, road surface or junction; what no file says."""
    breakdown = controls.choose("Conditions", CONDITIONS, "road_condition")
    now, before = (
        frame[frame["condition"] == breakdown.column]
        for frame in (fetch.fetch_conditions(road.ask_home(each)) for each in road.periods)
    )
    _draw_breakdown(road, breakdown, now, before, "code")
    messages.note(findings.NO_FATAL_FOUR)


def _draw_breakdown(
    road: RoadContext, breakdown: Breakdown, now: pd.DataFrame, before: pd.DataFrame, column: str
) -> None:
    phi = figures.estimate_dispersion(road.source.code).of(ALL)
    parts = list_present(
        count_parts(now, before, column, breakdown.read_labels(), phi, road.rules, road.suppress)
    )
    finding = findings.write_parts(parts, breakdown.what, "casualties", road.place)
    what = f"casualties by {breakdown.what}"
    subtitle = page_findings.write_part_subtitle(what, road.place, road.periods, road.comparable)
    left, right = st.columns([9, 11], gap="medium")
    with left:
        chart = charts.draw_parts(parts, road.credit((finding, subtitle)), road.mode)
        screen.chart(chart, key="road_parts")
    with right:
        caption = f"Casualties by {breakdown.what}, {road.place}, {road.now.label}"
        table = tables.build_part_table(parts, capitalise(breakdown.what), road.periods, caption)
        widgets.table(table, key="road_parts_table", mode=road.mode)
        screen.download(table, f"casualties by {breakdown.what} {road.place}")


def draw_when(road: RoadContext) -> None:
    """The week by hours: when people are hurt."""
    grid = count_hours(fetch.fetch_hours(road.ask_home(road.now)))
    finding = findings.write_hours(find_busy_hours(grid), road.place)
    words = road.credit((finding, page_findings.write_hour_subtitle(grid, road.place, road.now)))
    screen.chart(charts.draw_hours(grid, road.suppress, words, road.mode), key="road_week")
    table = tables.build_hour_table(grid, road.place, road.now, road.suppress)
    screen.download(table, f"casualties by weekday and hour {road.place}")


@dataclass(frozen=True)
class Injuries:
    """The casualties that the tab of places counts: their severities as recorded, and their φ."""

    noun: str
    codes: tuple[int, ...]
    line: str


INJURIES = {
    "Slight injuries": Injuries("slight injuries", (3,), SLIGHT),
    "Killed or serious": Injuries("killed or seriously injured", (1, 2), SERIOUS),
    "All casualties": Injuries("casualties", (1, 2, 3), ALL),
}


def draw_places(road: RoadContext) -> None:
    """Wards, and the towns and villages in them, by what happened to people there."""
    injuries = controls.choose("Injuries", INJURIES, "road_injuries")
    names = queries.wards(road.area.home)
    if not names:
        messages.info(page_findings.NO_WARDS)
        return
    wards = list_present(_count_wards(road, injuries, names))
    villages, wards_of = _count_villages(road, injuries, names), _find_wards_of_places(road)
    if road.suppress:
        villages = list_safe_villages(villages, wards_of, wards)
    lines = page_findings.list_villages(villages, wards_of)
    if lines:
        messages.paragraph(page_findings.introduce_villages(injuries.noun, road.now))
        messages.bullets(lines)
    offered = {"Wards": (wards, "Ward"), "Towns and villages": (list_present(villages), "Town or village")}
    parts, header = controls.choose("Places", offered, "road_places") if villages else offered["Wards"]
    left, right = st.columns([9, 11], gap="medium")
    with left:
        _draw_place_chart(road, injuries, parts, header.lower())
    with right:
        _draw_place_table(road, injuries, parts, header)
    messages.note(page_findings.NEAREST if villages else page_findings.NO_VILLAGES)
    messages.note(page_findings.COUNTS_NOT_RISKS)


def _draw_place_chart(road: RoadContext, injuries: Injuries, parts: Sequence[Part], kind: str) -> None:
    finding = findings.write_wards(parts, injuries.noun, sum(part.change.now for part in parts))
    what = f"{injuries.noun} by {kind}"
    subtitle = page_findings.write_place_subtitle(what, road.place, road.periods, road.comparable)
    screen.chart(
        charts.draw_places(parts, road.credit((finding, subtitle)), road.mode), key="road_places_chart"
    )


def _count_wards(road: RoadContext, injuries: Injuries, names: Mapping[str, str]) -> tuple[Part, ...]:
    months = fetch.fetch_ward_months(road.source.code, road.area.home)
    now, before = (
        months[each.mark(months["month"]) & months["severity"].isin(injuries.codes)] for each in road.periods
    )
    return _count_places(road, injuries, (now, before), "ward_code", names)


def _count_villages(road: RoadContext, injuries: Injuries, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The towns and villages that are the nearest to some casualty; none where no places are on file."""
    places = pd.DataFrame(
        [
            (each.name, each.kind, each.longitude, each.latitude, each.ward)
            for each in list_places(road.area.home)
        ],
        columns=["place", "kind", "longitude", "latitude", "ward"],
    )
    now, before = (_fetch_casualties_by_village(road, each, places, names) for each in road.periods)
    rows = tuple(frame[frame["severity"].isin(injuries.codes)] for frame in (now, before))
    own = places[places["kind"].isin(VILLAGES) & places["ward"].isin(names.values())]
    labels = {name: name for name in sorted(own["place"])}
    if not labels:
        return ()
    parts = _count_places(road, injuries, (rows[0], rows[1]), "village", labels)
    # Casualties of a ward without a village are among the wards.
    return tuple(part for part in parts if part.code in labels)


def _fetch_casualties_by_village(
    road: RoadContext, period: Period, places: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    collisions = fetch.fetch_collisions(road.ask_home(period))
    near = pd.DataFrame(
        {"collision_key": collisions["collision_key"], "village": name_places(collisions, places, names)}
    )
    return fetch.fetch_casualties(road.ask_home(period)).merge(near, on="collision_key")


def _count_places(
    road: RoadContext,
    injuries: Injuries,
    frames: tuple[pd.DataFrame, pd.DataFrame],
    column: str,
    labels: Mapping[str, str],
) -> tuple[Part, ...]:
    phi = figures.estimate_dispersion(road.source.code).of(injuries.line)
    suppress = road.suppress and column == "ward_code"
    return count_parts(*frames, column, labels, phi, road.rules, suppress)


def _find_wards_of_places(road: RoadContext) -> dict[str, str]:
    return {each.name: each.ward for each in list_places(road.area.home)}


def _draw_place_table(road: RoadContext, injuries: Injuries, parts: Sequence[Part], header: str) -> None:
    caption = f"{capitalise(injuries.noun)} by {header.lower()}, {road.place}, {road.now.label}"
    table = tables.build_part_table(
        parts, header, road.periods, caption, small_places=True, by_severity=False
    )
    widgets.table(table, key=f"road_{header.split(maxsplit=1)[0].lower()}_table", mode=road.mode)
    screen.download(table, f"{injuries.noun} by {header.lower()} {road.place}")
