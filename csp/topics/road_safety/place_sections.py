"""The tab of wards, and of the towns and villages in them, by what happened to people there.

Killed or seriously injured are few in any ward, so counts from 1 to 4 of them, and what would tell these, are
hidden in every mode. All casualties cannot be chosen: less the slight injuries they would tell the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from csp.core.geography.gazetteer import read_places
from csp.core.table import Table
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
    count_parts,
    list_present,
    list_safe_villages,
    name_places,
)
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import SERIOUS, SLIGHT
from csp.topics.road_safety.tables import casualties as tables

CHART, TABLE = "Chart", "Table"


@dataclass(frozen=True)
class Injuries:
    """The casualties that the tab counts: their severities as recorded, the line of their φ, and whether a
    small count of them is hidden in every mode.
    """

    noun: str
    codes: tuple[int, ...]
    line: str
    sensitive: bool = False


INJURIES = {
    "Slight injuries": Injuries("slight injuries", (3,), SLIGHT),
    "Killed or serious": Injuries("killed or seriously injured", (1, 2), SERIOUS, sensitive=True),
}


@dataclass(frozen=True)
class Kind:
    """Places of one kind with their counts. header: of the column with their names."""

    header: str
    parts: tuple[Part, ...]


def draw_places(road: RoadContext) -> None:
    """The choices in one line, then the places as bars beside what is said of villages, or as a table."""
    names = queries.wards(road.area.home)
    if not names:
        messages.info(page_findings.NO_WARDS)
        return
    row = st.container(horizontal=True, vertical_alignment="center")
    with row:
        injuries = controls.choose("Injuries", INJURIES, "road_injuries")
        hide = road.suppress or injuries.sensitive
        wards = list_present(_count_wards(road, injuries, names, hide))
        villages = _count_villages(road, injuries, names)
        has_villages = bool(villages)
        if hide:
            villages = list_safe_villages(villages, _find_wards_of_places(), wards)
        kind = Kind("Ward", wards)
        if has_villages:
            offered = {"Wards": kind, "Towns and villages": Kind("Town or village", list_present(villages))}
            kind = controls.choose("Places", offered, "road_places")
        view = controls.choose("View", {CHART: CHART, TABLE: TABLE}, "road_view")
    table = _build_table(road, injuries, kind)
    if view == TABLE and kind.parts:
        widgets.table(table, key=f"road_{kind.header.split(maxsplit=1)[0].lower()}_table", mode=road.mode)
    else:
        left, right = st.columns([11, 9], gap="medium")
        with left:
            _draw_chart(road, injuries, kind)
        with right:
            _draw_villages(road, injuries, villages)
            messages.note(page_findings.NEAREST if has_villages else page_findings.NO_VILLAGES)
            messages.note(page_findings.COUNTS_NOT_RISKS)
            if hide:
                messages.note(page_findings.SMALL_PLACES_HIDDEN)
    with row:
        screen.download(table, f"{injuries.noun} by {kind.header.lower()} {road.place}")


def _draw_villages(road: RoadContext, injuries: Injuries, villages: Sequence[Part]) -> None:
    lines = page_findings.list_villages(villages, _find_wards_of_places())
    if lines:
        messages.paragraph(page_findings.introduce_villages(injuries.noun, road.now))
        messages.bullets(lines)


def _draw_chart(road: RoadContext, injuries: Injuries, kind: Kind) -> None:
    finding = findings.write_wards(kind.parts, injuries.noun, sum(part.change.now for part in kind.parts))
    shown = [part for part in kind.parts if not part.change.suppressed_now]
    if not shown:
        messages.paragraph(finding)
        return
    what = f"{injuries.noun} by {kind.header.lower()}"
    hidden = page_findings.count_hidden(len(kind.parts) - len(shown))
    subtitle = page_findings.write_place_subtitle(what, road.place, road.periods, road.comparable)
    words = road.credit((finding, subtitle + hidden))
    screen.chart(charts.draw_places(shown, words, road.mode), key="road_places_chart")


def _count_wards(
    road: RoadContext, injuries: Injuries, names: Mapping[str, str], hide: bool
) -> tuple[Part, ...]:
    months = fetch.fetch_ward_months(road.source.code, road.area.home)
    now, before = (
        months[each.mark(months["month"]) & months["severity"].isin(injuries.codes)] for each in road.periods
    )
    return _count_places(road, injuries, (now, before), "ward_code", names, hide)


def _count_villages(road: RoadContext, injuries: Injuries, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The towns and villages that are the nearest to some casualty; none where no places are on file."""
    places = pd.DataFrame(
        [(each.name, each.kind, each.longitude, each.latitude, each.ward) for each in read_places("ward")],
        columns=["place", "kind", "longitude", "latitude", "ward"],
    )
    now, before = (_fetch_casualties_by_village(road, each, places, names) for each in road.periods)
    rows = tuple(frame[frame["severity"].isin(injuries.codes)] for frame in (now, before))
    own = places[places["kind"].isin(VILLAGES) & places["ward"].isin(names.values())]
    labels = {name: name for name in sorted(own["place"])}
    if not labels:
        return ()
    # Which of them may be shown is for list_safe_villages(): their wards' counts are shown too.
    parts = _count_places(road, injuries, (rows[0], rows[1]), "village", labels, hide=False)
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
    hide: bool,
) -> tuple[Part, ...]:
    phi = figures.estimate_dispersion(road.source.code).of(injuries.line)
    return count_parts(*frames, column, labels, phi, road.rules, hide)


def _find_wards_of_places() -> dict[str, str]:
    return {each.name: each.ward for each in read_places("ward")}


def _build_table(road: RoadContext, injuries: Injuries, kind: Kind) -> Table:
    caption = f"{capitalise(injuries.noun)} by {kind.header.lower()}, {road.place}, {road.now.label}"
    return tables.build_part_table(kind.parts, kind.header, road.periods, caption)
