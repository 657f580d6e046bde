"""The tab Where: the map with its hot spots, the list beside it, and what explains them below.

What is slow (luck, what is to be expected, schemes) is asked for after the map has been drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import geography, settings, wording
from csp.core.filters import add_months
from csp.core.settings import Area
from csp.data import queries
from csp.shell import messages, navigation, screen, tabs, theme, widgets
from csp.shell.chart import Words
from csp.topics.road_safety.findings import hot_spots as spot_findings
from csp.topics.road_safety.findings import schemes as scheme_findings
from csp.topics.road_safety.findings import where as findings
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import HotSpot, cover_years, identify_spot
from csp.topics.road_safety.rules.luck import Luck
from csp.topics.road_safety.rules.near_misses import NearMissPlace, find_places
from csp.topics.road_safety.rules.periods import Period, list_years_back
from csp.topics.road_safety.rules.schemes import SchemeEffect, choose_scheme_sides
from csp.topics.road_safety.tables.hot_spots import build_hot_spot_table, build_scheme_table
from csp.topics.road_safety.tables.where import build_collision_table, build_first_spots_table
from csp.topics.road_safety.where import charts, controls, fetch
from csp.topics.road_safety.where.context import WhereContext

# The least width of the map's column and the height of the map, in px.
MAP_SIZE = (560, 400)
# As many hot spots as there is room for beside the map, and the height of longer lists.
FIRST, LIST_HEIGHT, COLLISIONS_HEIGHT = 8, 380, 260


@dataclass(frozen=True, eq=False)
class _Place:
    """The district with its collisions, the rule in force, and what it finds. end: the last day looked at."""

    context: WhereContext
    area: Area
    loaded: fetch.Loaded
    rule: ClusterRule
    end: date
    spots: tuple[HotSpot, ...]
    wards: Mapping[str, str]

    @property
    def covered(self) -> Period:
        """The days that the rule looks at."""
        return cover_years(self.rule, self.end)

    @property
    def key(self) -> tuple[str, str, ClusterRule, date]:
        """What luck and expected counts are kept by."""
        return self.context.source, self.area.home, self.rule, self.end

    @property
    def public(self) -> bool:
        """Whether what points at people is left out."""
        return self.area.suppress_small_counts


@st.fragment
def draw_where(context: WhereContext) -> None:
    """Where collisions are and gather, and whether a scheme worked. A click draws this again alone."""
    navigation.follow()
    area = settings.area()
    loaded = fetch.fetch_loaded(context.source, area.home)
    if loaded is None:
        messages.info(findings.NO_COLLISIONS)
        return
    heading, row = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
    rule = controls.pick_rule(row)
    end = min(context.end, _find_month_end(loaded.last))
    spots = fetch.find_spots(context.source, area.home, rule, end)
    place = _Place(context, area, loaded, rule, end, spots, queries.wards(area.home))
    chosen = controls.find_chosen(spots)
    headline = heading.empty()
    messages.subheader(f"{_write_start(place)}{findings.LUCK_IS_DRAWN}", place=headline)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_map(place, chosen, row)
    # The map is drawn; what follows is slow where many years are loaded.
    expected = dict(zip(map(identify_spot, spots), fetch.find_expected(*place.key), strict=True))
    with right:
        if chosen:
            _draw_chosen(place, chosen, expected[identify_spot(chosen)])
        else:
            _draw_first(place, list(expected.values()))
    luck = fetch.find_luck(*place.key)
    messages.subheader(
        spot_findings.write_headline(spots, rule, luck, place.covered, area.home_name), place=headline
    )
    tabs.draw_tabs(
        controls.TAB,
        {
            "All hot spots": lambda: _draw_list(place, luck, list(expected.values()), chosen),
            controls.SCHEME_TAB: lambda: _draw_scheme(place),
            "How hot spots are found": lambda: _draw_method(place),
        },
    )


def _find_month_end(day: date) -> date:
    """The last day of the month: a source ends with a month, whatever day its last collision was on."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def _write_start(place: _Place) -> str:
    return spot_findings.write_number(place.spots, place.rule, place.covered, place.area.home_name)


def _draw_map(place: _Place, chosen: HotSpot | None, row: DeltaGenerator) -> None:
    """The map with its legend and what it shows. row: where its controls go."""
    context, home = place.context, place.area.home
    layers = _find_layers(place, row)
    name, centre = controls.pick_place(row, home)
    outlines = queries.ward_outlines(home)
    width, height = (theme.enlarge(px, context.mode, charts.MEETING) for px in MAP_SIZE)
    names = geography.list_places(home)
    collisions = place.loaded.collisions
    collisions = collisions[place.covered.mark(collisions["date"])]
    map_context = charts.MapContext(
        outlines=outlines,
        wards=place.wards,
        places=tuple(each for each in names if chosen or centre or each.kind in controls.NAMED_KINDS),
        chosen=chosen,
        centre=centre,
        size=(width, height),
        public=place.public,
        mode=context.mode,
    )
    deck = charts.draw_map(collisions, place.spots, layers, map_context)
    alt = f"Map: {_write_start(place)}. The list of all hot spots says the same."
    # What is clicked is kept by its position in the data of a map, so other data are another map.
    shown = crc32(repr((place.key, map_context.chosen, name, layers)).encode())
    screen.clickable_map(
        deck, key=f"collision_map_{shown:08x}", height=height, alt=alt, on_pick=controls.choose_spot
    )
    screen.legend(charts.build_legend(layers, context.mode), key="collision_legend")
    caption = findings.describe_map(place.covered, outlines, bool(layers.roads), len(collisions))
    messages.caption(f"{caption} {context.credit}")
    if name and centre is None:
        messages.note(findings.explain_no_place(name, place.area.home_name))
    if reach := findings.describe_reach(place.rule, place.loaded.first, place.covered):
        messages.note(reach)


def _find_layers(place: _Place, row: DeltaGenerator) -> charts.Layers:
    """The layers that are loaded and looked at; in public mode near misses only where they gather."""
    context = place.context
    roads = fetch.read_roads() if place.area.home == geography.SCHEMATIC_WARDS_OF else {}
    misses = tuple(
        each for each in context.near_misses if place.covered.start <= each.date <= place.covered.end
    )
    offered = {controls.ROADS: roads, controls.SCHOOLS: context.schools, controls.NEAR_MISSES: misses}
    shown = controls.pick_layers(row, [name for name, each in offered.items() if each])
    if controls.NEAR_MISSES not in shown:
        misses = ()
    gathered: tuple[NearMissPlace, ...] = ()
    if misses and place.public:
        gazetteer = pd.DataFrame(
            [(each.name, each.longitude, each.latitude) for each in geography.list_places(place.area.home)],
            columns=["place", "longitude", "latitude"],
        )
        gathered = find_places(misses, place.loaded.collisions, place.covered, gazetteer)
    return charts.Layers(
        roads=tuple(roads.items()) if controls.ROADS in shown else (),
        schools=context.schools if controls.SCHOOLS in shown else (),
        near_misses=() if place.public else misses,
        gathered=gathered,
    )


def _draw_first(place: _Place, expected: list[float | None]) -> None:
    """The first hot spots beside the map."""
    if not place.spots:
        messages.info(findings.NO_SPOTS)
        return
    table = build_first_spots_table(
        place.spots[:FIRST], expected[:FIRST], place.wards, place.rule.ranked_by == "score"
    )
    widgets.table(table, key="first_spots", mode=place.context.mode, on_pick=controls.choose_spot)
    messages.caption(findings.PICK_SPOT)


def _draw_chosen(place: _Place, spot: HotSpot, expected: float | None) -> None:
    """The collisions of the hot spot that was clicked."""
    name = f"{spot.rank}. {spot_findings.name_spot(spot, place.wards)}"
    messages.subheader(name)
    messages.paragraph(findings.describe_spot_figures(spot, expected, place.rule.years))
    row = st.container(horizontal=True)
    row.button("Show all", key="spot_leave", on_click=controls.choose_spot, args=(identify_spot(spot),))
    label = controls.label_spot(spot, place.wards)
    row.button("A scheme here", key="spot_scheme", on_click=controls.measure_here, args=(label,))
    if place.public:
        messages.caption(findings.SINGLE_ONES_HIDDEN)
        return
    collisions, casualties = (
        frame[frame["collision_key"].isin(spot.keys)]
        for frame in (place.loaded.collisions, place.loaded.casualties)
    )
    table = build_collision_table(collisions, casualties, name)
    with st.container(height=COLLISIONS_HEIGHT if len(table.rows) > FIRST else "content", border=False):
        widgets.table(table, key="spot_collisions", mode=place.context.mode)
    screen.download(table, f"collisions at {name}")


def _draw_list(place: _Place, luck: Luck, expected: list[float | None], chosen: HotSpot | None) -> None:
    """Every hot spot with its years, and which of them luck alone hardly gives."""
    if not place.spots:
        messages.info(findings.NO_SPOTS)
        return
    years = [findings.name_year(year) for year in list_years_back(place.end, place.rule.years)]
    table = build_hot_spot_table(
        place.spots,
        place.rule,
        luck,
        place.wards,
        years,
        expected,
        identify_spot(chosen) if chosen else "",
    )
    messages.caption(
        f"{spot_findings.describe_fullest(place.spots, luck)} {spot_findings.REGRESSION} "
        f"{spot_findings.describe_source(place.rule)}"
    )
    with st.container(height=LIST_HEIGHT if len(table.rows) > FIRST else "content", border=False):
        widgets.table(table, key="hot_spots", mode=place.context.mode, on_pick=controls.choose_spot)
    screen.download(table, f"hot spots {place.rule.label} {place.covered.label}")


def _draw_scheme(place: _Place) -> None:
    """A scheme with its date and radius: before and after, and what was to be expected anyway."""
    days = place.loaded.first, _find_month_end(place.loaded.last)
    choice = controls.pick_scheme(place.spots, place.wards, place.area.home, days)
    if choice is None:
        messages.info(findings.PICK_SCHEME)
        messages.caption(spot_findings.REGRESSION)
        return
    sides = choose_scheme_sides(choice.scheme.started, *days)
    if sides is None:
        messages.info(scheme_findings.NO_SIDES)
        return
    effect = fetch.find_effect(place.context.source, place.area.home, choice.scheme, sides, choice.comparison)
    _draw_effect(place, effect)


def _draw_effect(place: _Place, effect: SchemeEffect) -> None:
    """What came of a scheme."""
    words = Words(
        scheme_findings.write_headline(effect),
        f"Collisions within {effect.scheme.radius} m, {scheme_findings.describe_periods(effect)}",
        place.context.credit,
    )
    screen.chart(charts.draw_before_after(effect, words, place.context.mode), key="scheme_chart")
    messages.paragraph(
        " ".join(
            filter(
                None,
                [
                    scheme_findings.describe_regression(effect),
                    scheme_findings.describe_smallest(effect),
                    scheme_findings.describe_level(effect),
                    scheme_findings.explain_no_comparison(effect),
                ],
            )
        )
    )
    table = build_scheme_table(effect)
    widgets.table(table, key="scheme_table", mode=place.context.mode)
    messages.caption(f"{spot_findings.REGRESSION} {scheme_findings.METHOD}")
    screen.download(table, f"scheme at {effect.scheme.name}")


def _draw_method(place: _Place) -> None:
    """How hot spots, luck and the score come about."""
    messages.bullets(
        [
            spot_findings.METHOD,
            spot_findings.LUCK_METHOD,
            f"Expected: {wording.lower_first(spot_findings.EXPECTED)}",
            spot_findings.SCORE,
            spot_findings.describe_source(place.rule),
        ]
    )
