"""The controls of the tab Where: the rule, what is on the map, and a scheme. All are bound to the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from csp.core import geography
from csp.core.geography import Place as NamedPlace
from csp.core.markup import plain
from csp.shell import screen
from csp.topics.road_safety.findings.hot_spots import name_spot
from csp.topics.road_safety.rules.cluster_rules import (
    LEAST,
    RADIUS,
    YEARS,
    ClusterRule,
    make_own_rule,
    read_cluster_rules,
)
from csp.topics.road_safety.rules.hot_spots import HotSpot, identify_spot
from csp.topics.road_safety.rules.periods import move_years
from csp.topics.road_safety.rules.schemes import Place, Scheme

OWN_RULE = "Your own rule"
ROADS, SCHOOLS, NEAR_MISSES = "Roads", "Schools", "Near misses"
MAP_TAB, SCHEME_TAB = "Map", "A scheme"
RULE, TAB, SPOT, PLACE, SCHEME_AT = "hot_spot_rule", "where_tab", "spot", "map_place", "scheme_at"
LAYERS = "map_layers"
# The kinds of places that are named on the whole map.
NAMED_KINDS = ("", "town", "village")
LIKE_SITE = "A site of like level"
# Metres: how far a scheme works and how far collisions may have moved, as the controls open.
SCHEME_RADIUS, RING = 100, 0
FARTHEST = 1000


def pick_rule(place: DeltaGenerator) -> ClusterRule:
    """A named rule, or the reader's own count, years and radius, whose controls then follow."""
    rules = {_name_rule(rule): rule for rule in read_cluster_rules()}
    is_own = st.session_state.get(RULE, st.query_params.get(RULE)) == OWN_RULE
    label = place.selectbox(
        "Rule",
        [*rules, OWN_RULE],
        key=RULE,
        bind="query-params",
        width=170 if is_own else 450,
        help="Who published it stands under All hot spots.",
    )
    if label != OWN_RULE:
        return rules[label]
    least = place.slider("At least", *LEAST, 4, key="spot_least", bind="query-params", width=130)
    years = place.slider("in years", *YEARS, 3, key="spot_years", bind="query-params", width=130)
    radius = place.slider("within metres", *RADIUS, 50, 5, key="spot_radius", bind="query-params", width=150)
    return make_own_rule(least, years, radius)


def _name_rule(rule: ClusterRule) -> str:
    """The rule with the short name of who published it: "4 in 3 years within 50 m (Welsh Government)"."""
    return f"{rule.label} ({rule.source.split(',')[0].split(' (')[0]})"


def pick_layers(place: DeltaGenerator, offered: Sequence[str]) -> tuple[str, ...]:
    """Which layers are drawn beside collisions and hot spots."""
    key = LAYERS
    screen.drop_stale_choice(key, offered)
    if not offered:
        return ()
    return tuple(
        place.pills(
            "Also on the map",
            offered,
            selection_mode="multi",
            default=[name for name in offered if name == ROADS],
            key=key,
            bind="query-params",
            format_func=plain,
        )
    )


def pick_place(place: DeltaGenerator, district: str) -> tuple[str, NamedPlace | None]:
    """The name that was looked for, "" for none, and the place of that name in the district."""
    names = sorted({each.name for each in list_places(district)})
    name = screen.search(place, "Find a place", names, key=PLACE) or ""
    named = next(iter(geography.find_place(name, 1)), None)
    return name, named if named and named.district_code == district else None


def list_places(district: str) -> tuple[NamedPlace, ...]:
    """The named places of a district."""
    level: geography.Level = "ward" if district == geography.SCHEMATIC_WARDS_OF else "district"
    return tuple(each for each in geography.read_places(level) if each.district_code == district)


def find_chosen(spots: Sequence[HotSpot]) -> HotSpot | None:
    """The hot spot in the address; let go where it is not of this rule, or a place is looked for since."""
    code = st.query_params.get(SPOT, "")
    looked_for = st.session_state.get(PLACE, st.query_params.get(PLACE))
    chosen = next((spot for spot in spots if identify_spot(spot) == code and not looked_for), None)
    if code and chosen is None:
        del st.query_params[SPOT]
    return chosen


def choose_spot(code: str) -> None:
    """In a callback: choose a hot spot; a second click lets it go."""
    if st.query_params.get(SPOT) == code:
        del st.query_params[SPOT]
    else:
        st.query_params[SPOT] = code
        st.session_state.update({PLACE: None, TAB: MAP_TAB})


def measure_here(label: str) -> None:
    """In a callback: open the tab of schemes at a hot spot."""
    _set(SCHEME_AT, label)
    _set(TAB, SCHEME_TAB)


def _set(key: str, value: str | list[str]) -> None:
    """In a callback: set a control, and the address unless the control is drawn, which writes it."""
    with suppress(StreamlitAPIException):
        st.query_params[key] = value
    st.session_state[key] = value


def show_near_misses(name: str) -> None:
    """In a callback of another tab: show a named place on the map, with the near misses around it."""
    st.query_params.pop(SPOT, None)
    _set(LAYERS, [ROADS, NEAR_MISSES])
    _set(PLACE, name)
    _set(TAB, MAP_TAB)


def label_spot(spot: HotSpot, wards: Mapping[str, str]) -> str:
    """A hot spot among the places of a scheme."""
    return f"Hot spot {spot.rank}: {name_spot(spot, wards)}"


@dataclass(frozen=True)
class SchemeChoice:
    """A scheme as it was chosen. comparison: None for the site that is proposed."""

    scheme: Scheme
    comparison: Place | None


def pick_scheme(
    spots: Sequence[HotSpot], wards: Mapping[str, str], district: str, days: tuple[date, date]
) -> SchemeChoice | None:
    """A place, a date and a radius; None until a place is chosen. days: the first and last loaded."""
    places = _list_scheme_places(spots, wards, district)
    for key in (SCHEME_AT, "scheme_beside"):
        screen.drop_stale_choice(key, [*places, LIKE_SITE])
    row = st.container(horizontal=True, vertical_alignment="bottom")
    at = row.selectbox(
        "Where",
        list(places),
        index=None,
        key=SCHEME_AT,
        bind="query-params",
        placeholder="A hot spot or a place",
        width=330,
    )
    started = _pick_start(row, days)
    radius, ring = _pick_reach(row)
    beside = row.selectbox(
        "Compared with",
        [LIKE_SITE, *places],
        key="scheme_beside",
        bind="query-params",
        width=250,
    )
    if at is None:
        return None
    scheme = Scheme(
        name=at.removeprefix("Hot spot ").split(": ", 1)[-1],
        place=places[at],
        radius=radius,
        started=started,
        ring=ring if ring > radius else None,
    )
    return SchemeChoice(scheme, None if beside == LIKE_SITE else places[beside])


def _list_scheme_places(
    spots: Sequence[HotSpot], wards: Mapping[str, str], district: str
) -> dict[str, Place]:
    """Where a scheme can be, by label: the hot spots, then the named places."""
    named = sorted(list_places(district), key=lambda each: each.name)
    return {
        **{label_spot(spot, wards): Place(spot.longitude, spot.latitude) for spot in spots},
        **{each.name: Place(each.longitude, each.latitude) for each in named},
    }


def _pick_start(row: DeltaGenerator, days: tuple[date, date]) -> date:
    """The day a scheme began, at first a year before the last that is loaded."""
    first, last = days
    opens = min(max(move_years(last, -1) + timedelta(days=1), first), last)
    return row.date_input(
        "Began on",
        opens,
        min_value=first,
        max_value=last,
        key="scheme_from",
        bind="query-params",
        format="DD/MM/YYYY",
        width=150,
    )


def _pick_reach(row: DeltaGenerator) -> tuple[int, int]:
    """The radius of a scheme, and that of the ring around it, in metres."""
    radius = row.number_input(
        "Works within metres",
        RADIUS[0],
        FARTHEST,
        SCHEME_RADIUS,
        10,
        key="scheme_radius",
        bind="query-params",
        width=180,
    )
    ring = row.number_input(
        "Moved within metres",
        0,
        2 * FARTHEST,
        RING,
        50,
        key="scheme_ring",
        bind="query-params",
        width=180,
        help="How far collisions may have moved: the ring around the scheme is counted too. 0 for no ring.",
    )
    return int(radius), int(ring)
