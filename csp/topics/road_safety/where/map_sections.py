"""The view of the tab Where with the map, and beside it the first hot spots or the one chosen."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import pandas as pd
import pydeck as pdk
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import geography
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.shell import messages, outputs, screen, theme, widgets
from csp.shell.chart import Chart, Words
from csp.topics.road_safety.findings import hot_spots as spot_findings
from csp.topics.road_safety.findings import where as findings
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import HotSpot, identify_spot
from csp.topics.road_safety.tables.where import build_collision_table, build_first_spots_table
from csp.topics.road_safety.where import charts, controls, fetch
from csp.topics.road_safety.where.context import RuleContext, WhereContext, apply_rule

# The least width of the map's column and the height of the map, in px, and how many times that in a meeting,
# where the column is no wider.
MAP_SIZE, IN_MEETING = (560, 380), 1.25
# As many hot spots as there is room for beside the map, and the height of a longer list of collisions.
FIRST, COLLISIONS_HEIGHT = 8, 260


@dataclass(frozen=True)
class MapChoice:
    """What a reader has the map show: the layers by name, and the hot spot or the place in its middle.

    spot: its id (identify_spot()), "" for none. place: None for none.
    """

    layers: tuple[str, ...]
    spot: str
    place: geography.Place | None


def draw_map_view(place: RuleContext, chosen: HotSpot | None, row: DeltaGenerator) -> None:
    """The map, and beside it the first hot spots or the one chosen. row: where the map's controls go."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _draw_map(place, chosen, row)
    # The map is drawn; what follows is slow where many years are loaded.
    expected = dict(zip(map(identify_spot, place.spots), fetch.find_expected(*place.key), strict=True))
    with right:
        if chosen:
            _draw_chosen(place, chosen, expected[identify_spot(chosen)])
        else:
            _draw_first(place, list(expected.values()))


def _draw_map(place: RuleContext, chosen: HotSpot | None, row: DeltaGenerator) -> None:
    """The map with its legend and what it shows."""
    context, home = place.context, place.area.home
    shown = controls.pick_layers(row, _list_layers(place))
    name, centre = controls.pick_place(row, home)
    choice = MapChoice(shown, identify_spot(chosen) if chosen else "", centre)
    outlines, layers = queries.ward_outlines(home), _find_layers(place, shown)
    alt = f"Map: {place.start}. The list of all hot spots says the same."
    # What is clicked is kept by its position in the data of a map, so other data are another map.
    data = crc32(repr((place.key, choice.spot, name, layers)).encode())
    screen.clickable_map(
        _draw_deck(context, place.rule, choice),
        key=f"collision_map_{data:08x}",
        height=_measure_map(context)[1],
        alt=alt,
        on_pick=controls.choose_spot,
    )
    outputs.read().pictures["collision_map"] = lambda: _draw_picture(place, choice)
    classes, signs = charts.build_legend(layers, context.mode)
    screen.legend(classes, key="collision_legend", signs=signs)
    number = int(place.covered.mark(place.loaded.collisions["date"]).sum())
    caption = findings.describe_map(place.covered, outlines, layers.names, number)
    messages.caption(f"{caption} {context.credit}")
    if name and centre is None:
        messages.note(findings.explain_no_place(name, place.area.home_name))
    if reach := findings.describe_reach(place.rule, place.loaded.first, place.covered):
        messages.note(reach)


def _measure_map(context: WhereContext) -> tuple[int, int]:
    width, height = (theme.enlarge(px, context.mode, IN_MEETING) for px in MAP_SIZE)
    return width, height


@keep_while_data_stands(maxsize=32)
def _draw_deck(context: WhereContext, rule: ClusterRule, choice: MapChoice) -> pdk.Deck:
    """The map of a choice, kept since most clicks come back to one that was drawn before."""
    place = _apply(context, rule)
    return charts.draw_map(
        _list_covered(place),
        place.spots,
        _find_layers(place, choice.layers),
        _build_map_context(place, choice),
    )


def _draw_picture(place: RuleContext, choice: MapChoice) -> Chart:
    """The map for papers: the whole district, with its finding on it."""
    luck = fetch.find_luck(*place.key)
    finding = spot_findings.write_headline(place.spots, place.rule, luck, place.covered, place.area.home_name)
    collisions = _list_covered(place)
    subtitle = findings.describe_picture(place.covered, len(collisions))
    return charts.draw_picture(
        collisions,
        place.spots,
        _find_layers(place, choice.layers),
        _build_map_context(place, choice),
        Words(finding.removesuffix("."), subtitle, place.context.credit),
    )


def _apply(context: WhereContext, rule: ClusterRule) -> RuleContext:
    place = apply_rule(context, rule)
    if place is None:
        raise ValueError("no collisions are loaded")
    return place


def _list_covered(place: RuleContext) -> pd.DataFrame:
    """The collisions of the rule's years."""
    collisions = place.loaded.collisions
    return collisions[place.covered.mark(collisions["date"])]


def _build_map_context(place: RuleContext, choice: MapChoice) -> charts.MapContext:
    home, chosen = place.area.home, place.find_spot(choice.spot)
    is_near = chosen or choice.place
    return charts.MapContext(
        outlines=queries.ward_outlines(home),
        wards=place.wards,
        places=tuple(
            each for each in geography.list_places(home) if is_near or each.kind in controls.NAMED_KINDS
        ),
        chosen=chosen,
        centre=choice.place,
        size=_measure_map(place.context),
        mode=place.context.mode,
    )


def _list_layers(place: RuleContext) -> list[str]:
    """The layers that there is anything of."""
    offered = {
        controls.ROADS: bool(geography.list_roads(place.area.home)),
        controls.SCHOOLS: bool(place.context.schools),
        controls.NEAR_MISSES: bool(place.near_misses),
    }
    return [name for name, is_there in offered.items() if is_there]


def _find_layers(place: RuleContext, shown: tuple[str, ...]) -> charts.Layers:
    """What is on the layers that are looked at."""
    return charts.Layers(
        roads=geography.list_roads(place.area.home) if controls.ROADS in shown else (),
        schools=place.context.schools if controls.SCHOOLS in shown else (),
        near_misses=place.near_misses if controls.NEAR_MISSES in shown else (),
    )


def _draw_first(place: RuleContext, expected: list[float | None]) -> None:
    """The first hot spots beside the map."""
    if not place.spots:
        messages.info(findings.NO_SPOTS)
        return
    table = build_first_spots_table(
        place.spots[:FIRST], expected[:FIRST], place.wards, place.rule.ranked_by == "score"
    )
    widgets.table(table, key="first_spots", mode=place.context.mode, on_pick=controls.choose_spot)
    messages.caption(findings.PICK_SPOT)


def _draw_chosen(place: RuleContext, spot: HotSpot, expected: float | None) -> None:
    """The collisions of the hot spot that was clicked."""
    name = f"{spot.rank}. {spot_findings.name_spot(spot, place.wards)}"
    messages.subheader(name)
    messages.paragraph(findings.describe_spot_figures(spot, expected, place.rule.years))
    row = st.container(horizontal=True)
    row.button("Show all", key="spot_leave", on_click=controls.choose_spot, args=(identify_spot(spot),))
    label = controls.label_spot(spot, place.wards)
    row.button("A scheme here", key="spot_scheme", on_click=controls.measure_here, args=(label,))
    collisions, casualties = (
        frame[frame["collision_key"].isin(spot.keys)]
        for frame in (place.loaded.collisions, place.loaded.casualties)
    )
    table = build_collision_table(collisions, casualties, name)
    with st.container(height=COLLISIONS_HEIGHT if len(table.rows) > FIRST else "content", border=False):
        widgets.table(table, key="spot_collisions", mode=place.context.mode)
    screen.download(table, f"collisions at {name}")
