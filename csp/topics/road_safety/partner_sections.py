"""What partners record about roads on the page: near misses with their register, speed watch, schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from csp.core.road_records.near_miss import HAPPENINGS, MODES
from csp.core.wording import lower_first
from csp.shell import messages, screen, widgets
from csp.topics.road_safety import fetch, fetch_records, near_miss_register
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.fetch_register import fetch_near_misses
from csp.topics.road_safety.findings import partner_records as findings
from csp.topics.road_safety.findings import register as words
from csp.topics.road_safety.near_miss_place import list_places
from csp.topics.road_safety.near_miss_register import WRITE
from csp.topics.road_safety.rules.frames import mark_people
from csp.topics.road_safety.rules.near_misses import (
    RADIUS,
    NearMissPlace,
    count_happenings,
    count_modes,
    find_places,
)
from csp.topics.road_safety.rules.schools import RADIUS as SCHOOL_RADIUS
from csp.topics.road_safety.rules.schools import count_at_schools
from csp.topics.road_safety.rules.speed_watch import judge_sites
from csp.topics.road_safety.tables import partner_records as tables
from csp.topics.road_safety.where import show_near_misses

LIST, PLACES = "All of them", "Where they gather"
SPEED, SCHOOLS = "Speed watch", "Schools"
WHERE = "Where"
"""The page's tab with the map."""
# The height in px of a list of more places than that.
PLACES_HEIGHT, MOST_PLACES = 420, 8


def draw_near_misses(road: RoadContext) -> None:
    """The form, the list, and the places where near misses gather."""
    misses = fetch_near_misses()
    if not misses:
        messages.note(findings.NO_NEAR_MISSES)
    messages.note(findings.NEAR_MISSES_ARE_NO_COLLISIONS)
    shown = screen.options(
        st.container(),
        "Near misses",
        [WRITE, LIST, PLACES],
        key=near_miss_register.VIEW,
        default=WRITE,
        labelled=False,
    )
    if shown == WRITE:
        near_miss_register.draw_form()
    elif road.is_public:
        messages.note(words.NOT_IN_PUBLIC)
    elif shown == LIST:
        near_miss_register.draw_list()
    else:
        _draw_places(road)


def _draw_places(road: RoadContext) -> None:
    misses = fetch_near_misses()
    gazetteer = pd.DataFrame(
        [(place.name, place.longitude, place.latitude) for place in list_places()],
        columns=["place", "longitude", "latitude"],
    )
    places = find_places(misses, fetch.fetch_collisions(road.ask_home(road.now)), road.now, gazetteer)
    within = [miss for miss in misses if road.now.start <= miss.date <= road.now.end]
    messages.paragraph(findings.write_near_misses(places, len(within), road.now))
    if later := sum(miss.date > road.now.end for miss in misses):
        messages.note(findings.describe_later(later, road.now))
    where, choices = st.columns([3, 2], gap="medium")
    if places:
        with where:
            _draw_gatherings(road, places)
    if within:
        with choices if places else where:
            _draw_choices(road, count_happenings(within), HAPPENINGS, "What happened")
            _draw_choices(road, count_modes(within), MODES, "Travelling how")


def _draw_gatherings(road: RoadContext, places: Sequence[NearMissPlace]) -> None:
    table = tables.build_near_miss_table(places, RADIUS)
    names = {row.id: place.name for row, place in zip(table.rows, places, strict=True)}

    def show(code: str) -> None:
        st.session_state["tab"] = WHERE
        show_near_misses(names[code])

    with st.container(height=PLACES_HEIGHT if len(places) > MOST_PLACES else "content", border=False):
        widgets.table(table, key="near_miss_places", mode=road.mode, on_pick=show)
    screen.download(table, f"near misses by place {road.now.label}")


def _draw_choices(
    road: RoadContext, counts: Mapping[str, int], labels: Mapping[str, str], header: str
) -> None:
    """How many near misses had each choice of a question. The menu Share gives it as a file."""
    caption = f"Near misses by {lower_first(header)}, {road.now.label}"
    table = tables.build_choice_table(counts, labels, header, caption)
    widgets.table(table, key=f"near_misses_{header[:4].lower()}", mode=road.mode)


def draw_speed_and_schools(road: RoadContext) -> None:
    """The sites of Community Speed Watch, or the collisions around schools at school times."""
    shown = screen.options(
        st.container(),
        "Speed and schools",
        [SPEED, SCHOOLS],
        key="road_partners",
        default=SPEED,
        labelled=False,
    )
    if shown == SPEED:
        _draw_speed_watch(road)
    else:
        _draw_schools(road)


def _draw_speed_watch(road: RoadContext) -> None:
    sites = judge_sites(fetch_records.fetch_sessions())
    messages.paragraph(findings.write_speed_watch(sites))
    if sites:
        table = tables.build_speed_watch_table(sites)
        widgets.table(table, key="speed_watch", mode=road.mode)
        screen.download(table, "Community Speed Watch")


def _draw_schools(road: RoadContext) -> None:
    if road.is_public:
        messages.note(words.NO_SCHOOLS_IN_PUBLIC)
        return
    span = road.ask_home(road.now)
    collisions = mark_people(fetch.fetch_collisions(span), fetch.fetch_casualties(span))
    schools = count_at_schools(collisions, fetch_records.fetch_schools(), road.now)
    messages.paragraph(findings.write_schools(schools, SCHOOL_RADIUS, road.now))
    if schools:
        table = tables.build_school_table(schools, SCHOOL_RADIUS)
        widgets.table(table, key="road_schools", mode=road.mode)
        screen.download(table, f"collisions at schools {road.now.label}")
        messages.caption(findings.SCHOOL_TIMES)
