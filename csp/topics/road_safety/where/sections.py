"""The tab Where: the finding of the rule in force, and its views: map, list, a scheme, and how it is found.

What is slow (luck, what is to be expected, schemes) is asked for after the map has been drawn.
"""

from __future__ import annotations

import streamlit as st

from csp.core import settings, wording
from csp.shell import messages, navigation, screen, tabs, widgets
from csp.shell.chart import Words
from csp.topics.road_safety.findings import hot_spots as spot_findings
from csp.topics.road_safety.findings import schemes as scheme_findings
from csp.topics.road_safety.findings import where as findings
from csp.topics.road_safety.rules.hot_spots import HotSpot, identify_spot
from csp.topics.road_safety.rules.periods import list_years_back
from csp.topics.road_safety.rules.schemes import SchemeEffect, choose_scheme_sides
from csp.topics.road_safety.tables.hot_spots import build_hot_spot_table, build_scheme_table
from csp.topics.road_safety.where import charts, controls, fetch
from csp.topics.road_safety.where.context import RuleContext, WhereContext, apply_rule
from csp.topics.road_safety.where.map_sections import draw_map_view

# The height in px of a list with more rows than FEW.
LIST_HEIGHT, FEW = 350, 8
# The rule whose luck this reader has seen: it need not be waited for again.
_SEEN = "hot_spot_luck_seen"


@st.fragment
def draw_where(context: WhereContext) -> None:
    """Where collisions are and gather, and whether a scheme worked. A click draws this again alone."""
    navigation.follow()
    if settings.area().is_public:
        messages.note(findings.NOT_PUBLISHED)
        return
    heading, row = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
    place = apply_rule(context, controls.pick_rule(row))
    if place is None:
        messages.info(findings.NO_COLLISIONS)
        return
    chosen = controls.find_chosen(place.spots)
    headline, is_seen = heading.empty(), st.session_state.get(_SEEN) == place.key
    if is_seen:
        messages.subheader(_write_headline(place), place=headline)
    else:
        messages.subheader(f"{place.start}.", place=headline)
    tabs.draw_tabs(
        controls.TAB,
        {
            controls.MAP_TAB: lambda: draw_map_view(place, chosen, row),
            "All hot spots": lambda: _draw_list(place, chosen),
            controls.SCHEME_TAB: lambda: _draw_scheme(place),
            "How hot spots are found": lambda: _draw_method(place),
        },
    )
    if not is_seen:
        messages.subheader(_write_headline(place), place=headline)
        st.session_state[_SEEN] = place.key


def _write_headline(place: RuleContext) -> str:
    luck = fetch.find_luck(*place.key)
    return spot_findings.write_headline(place.spots, place.rule, luck, place.covered, place.area.home_name)


def _draw_list(place: RuleContext, chosen: HotSpot | None) -> None:
    """Every hot spot with its years, and which of them luck alone hardly gives."""
    if not place.spots:
        messages.info(findings.NO_SPOTS)
        return
    luck, expected = fetch.find_luck(*place.key), fetch.find_expected(*place.key)
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
    with st.container(height=LIST_HEIGHT if len(table.rows) > FEW else "content", border=False):
        widgets.table(table, key="hot_spots", mode=place.context.mode, on_pick=controls.choose_spot)
    screen.download(table, f"hot spots {place.rule.label} {place.covered.label}")


def _draw_scheme(place: RuleContext) -> None:
    """A scheme with its date and radius: before and after, and what was to be expected anyway."""
    choice = controls.pick_scheme(place.spots, place.wards, place.area.home, place.days)
    if choice is None:
        messages.info(findings.PICK_SCHEME)
        messages.caption(spot_findings.REGRESSION)
        return
    sides = choose_scheme_sides(choice.scheme.started, *place.days)
    if sides is None:
        messages.info(scheme_findings.NO_SIDES)
        return
    effect = fetch.find_effect(place.context.source, place.area.home, choice.scheme, sides, choice.comparison)
    _draw_effect(place, effect)


def _draw_effect(place: RuleContext, effect: SchemeEffect) -> None:
    """What came of a scheme."""
    words = Words(
        scheme_findings.write_headline(effect),
        f"Collisions within {effect.scheme.radius} m, {scheme_findings.describe_periods(effect)}",
        place.context.credit,
    )
    table = build_scheme_table(effect)
    sentences = [
        scheme_findings.describe_regression(effect),
        scheme_findings.describe_smallest(effect),
        scheme_findings.describe_level(effect),
        scheme_findings.explain_no_comparison(effect),
    ]
    picture, figures = st.columns([3, 2], gap="medium")
    with picture:
        screen.chart(charts.draw_before_after(effect, words, place.context.mode), key="scheme_chart")
    with figures:
        messages.paragraph(" ".join(filter(None, sentences)))
        widgets.table(table, key="scheme_table", mode=place.context.mode)
        screen.download(table, f"scheme at {effect.scheme.name}")
    messages.caption(spot_findings.REGRESSION)


def _draw_method(place: RuleContext) -> None:
    """How hot spots, luck, the score and the effect of a scheme come about."""
    messages.bullets(
        [
            spot_findings.METHOD,
            spot_findings.LUCK_METHOD,
            f"Expected: {wording.lower_first(spot_findings.EXPECTED)}",
            spot_findings.SCORE,
            f"A scheme: {wording.lower_first(scheme_findings.METHOD)}",
            spot_findings.describe_source(place.rule),
        ]
    )
