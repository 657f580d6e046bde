"""The tab of wards, and of the towns and villages in them, by what happened to people there.

In public mode wards alone, by the years that are published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from csp.core import disclosure
from csp.core.collision_codes import Severity
from csp.core.geography import list_places
from csp.core.table import Table
from csp.core.wording import capitalise
from csp.data import queries
from csp.shell import messages, screen, widgets
from csp.statistics.perturbation import LIMIT
from csp.topics.road_safety import charts, controls, fetch, figures
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.findings import casualties as findings
from csp.topics.road_safety.findings import page as page_findings
from csp.topics.road_safety.rules.breakdowns import (
    VILLAGES,
    Part,
    count_parts,
    list_present,
    name_places,
)
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import KILLED_OR_SERIOUS, SERIOUS, SLIGHT
from csp.topics.road_safety.tables import casualties as tables

CHART, TABLE = "Chart", "Table"


@dataclass(frozen=True)
class Injuries:
    """The casualties that the tab counts: their severities as recorded, the line of their φ, and the line of
    them that is published by ward.
    """

    noun: str
    codes: tuple[int, ...]
    line: str
    published: str


INJURIES = {
    "Slight injuries": Injuries("slight injuries", (3,), SLIGHT, SLIGHT),
    "Killed or serious": Injuries("killed or seriously injured", (1, 2), SERIOUS, KILLED_OR_SERIOUS),
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
        villages = () if road.is_public else _count_villages(road, injuries, names)
        kind = Kind("Ward", list_present(_count_wards(road, injuries, names)))
        if villages:
            offered = {"Wards": kind, "Towns and villages": Kind("Town or village", list_present(villages))}
            kind = controls.choose("Places", offered, "road_places")
        view = controls.choose("View", {CHART: CHART, TABLE: TABLE}, "road_view")
    if road.is_public and not kind.parts:
        messages.paragraph(_explain_unpublished(road))
        return
    screen.note_adjusted()
    table = _build_table(road, injuries, kind)
    if view == TABLE and kind.parts:
        widgets.table(table, key=f"road_{kind.header.split(maxsplit=1)[0].lower()}_table", mode=road.mode)
    else:
        left, right = st.columns([11, 9], gap="medium")
        with left:
            _draw_chart(road, injuries, kind)
        with right:
            _draw_villages(road, injuries, villages)
            for sentence in _list_notes(road, has_villages=bool(villages)):
                messages.note(sentence)
    with row:
        screen.download(table, f"{injuries.noun} by {kind.header.lower()} {road.place}")


def _explain_unpublished(road: RoadContext) -> str:
    """Why nothing is shown by ward: its period is not one that is published, or too few were hurt."""
    starts = fetch.fetch_ward_years(road.source.code)["start"].dt.date
    if (starts == road.now.start).any():
        return disclosure.TOO_FEW_BY_WARD
    return page_findings.OTHER_YEARS_BY_WARD


def _list_notes(road: RoadContext, has_villages: bool) -> list[str]:
    """What must be known of counts by ward and village."""
    if road.is_public:
        return [page_findings.WARDS_ALONE, page_findings.COUNTS_NOT_RISKS]
    return [
        page_findings.NEAREST if has_villages else page_findings.NO_VILLAGES,
        page_findings.COUNTS_NOT_RISKS,
    ]


def _draw_villages(road: RoadContext, injuries: Injuries, villages: Sequence[Part]) -> None:
    lines = page_findings.list_villages(villages, _find_wards_of_places(road))
    if lines:
        messages.paragraph(page_findings.introduce_villages(injuries.noun, road.now))
        messages.bullets(lines)


def _draw_chart(road: RoadContext, injuries: Injuries, kind: Kind) -> None:
    spread = 2 * LIMIT if road.is_public else 0
    finding = findings.write_wards(kind.parts, injuries.noun, _count_all(road, injuries), spread)
    if not kind.parts:
        messages.paragraph(finding)
        return
    what = f"{injuries.noun} by {kind.header.lower()}"
    subtitle = page_findings.write_place_subtitle(what, road.place, road.periods, road.comparable)
    words = road.credit((finding, subtitle))
    screen.chart(charts.draw_places(kind.parts, words, road.mode), key="road_places_chart")


def _count_all(road: RoadContext, injuries: Injuries) -> int:
    """All of the district, those in no known ward among them."""
    months = fetch.fetch_casualty_months(road.source.code, (road.area.home,))
    own = months[road.now.mark(months["month"]) & months["severity"].isin(injuries.codes)]
    return int(own["casualties"].sum())


def _count_wards(road: RoadContext, injuries: Injuries, names: Mapping[str, str]) -> tuple[Part, ...]:
    if road.is_public:
        return _count_published(road, injuries, names)
    months = fetch.fetch_ward_months(road.source.code, road.area.home)
    now, before = (
        months[each.mark(months["month"]) & months["severity"].isin(injuries.codes)] for each in road.periods
    )
    return _count_places(road, injuries, (now, before), "ward_code", names)


def _count_published(road: RoadContext, injuries: Injuries, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The wards of a year as they are shown in public mode; none where they are not published."""
    now, before = (_fetch_published(road, injuries.published, each) for each in road.periods)
    if now.empty:
        return ()
    phi = figures.estimate_dispersion(road.source.code).of(injuries.line)
    rules = replace(road.rules, comparable=road.comparable and not before.empty)
    return count_parts(now, before, "ward_code", names, phi, rules, noise=True)


def _fetch_published(road: RoadContext, line: str, period: Period) -> pd.DataFrame:
    """The casualties of a line by ward as they are shown of a year, in the columns of counts by severity."""
    years = fetch.fetch_ward_years(road.source.code)
    year: pd.DataFrame = years[(years["line"] == line) & (years["start"].dt.date == period.start)]
    return year.assign(severity=Severity.SLIGHT, adjusted_serious=0.0)


def _count_villages(road: RoadContext, injuries: Injuries, names: Mapping[str, str]) -> tuple[Part, ...]:
    """The towns and villages that are the nearest to some casualty; none where no places are on file."""
    of_home = list_places(road.area.home)
    places = pd.DataFrame(
        [(each.name, each.kind, each.longitude, each.latitude, each.ward) for each in of_home],
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
    return count_parts(*frames, column, labels, phi, road.rules)


def _find_wards_of_places(road: RoadContext) -> dict[str, str]:
    return {each.name: each.ward for each in list_places(road.area.home)}


def _build_table(road: RoadContext, injuries: Injuries, kind: Kind) -> Table:
    caption = f"{capitalise(injuries.noun)} by {kind.header.lower()}, {road.place}, {road.now.label}"
    return tables.build_part_table(kind.parts, kind.header, road.periods, caption)
