"""Volume and harm side by side as pages show them: a table, a sentence and the choice of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from csp.comparison import harm, resolve
from csp.comparison.harm_tables import (
    TOTAL,
    Place,
    build_place_table,
    build_type_table,
    describe_types,
    describe_weights,
)
from csp.core.filters import Filters
from csp.core.harm import HarmWeights
from csp.core.measures import Measure, read_catalogue
from csp.core.scope import Scope
from csp.core.settings import Area
from csp.core.table import Table
from csp.data import queries
from csp.shell import messages, screen, widgets

_KEY = "harm_table"


def draw_types(
    filters: Filters, scope: Scope, measures: Sequence[Measure], pick: Callable[[str], None]
) -> None:
    """The crime types of a page by volume and by harm in the place of the filters; a click chooses one."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    with right:
        weights = harm.draw_choice(filters.source)
    types = build_types(filters, scope, measures, weights)
    if types.sentence:
        messages.paragraph(types.sentence, place=left)
    name = f"harm by crime type {resolve.describe_place(filters)}"
    _draw(types.table, weights, types.unscored, pick, name)


@dataclass(frozen=True)
class TypesByHarm:
    """Crime types by volume and by harm, what that says of the one chosen, and which no index scores."""

    table: Table
    sentence: str
    unscored: Sequence[str]


def build_types(
    filters: Filters, scope: Scope, measures: Sequence[Measure], weights: HarmWeights
) -> TypesByHarm:
    """Crime types by volume and by harm in the place of the filters."""
    listed = [*measures]
    harms = harm.fetch_measures(filters, scope, [*listed, read_catalogue().measures[TOTAL]], weights)
    return TypesByHarm(
        build_type_table(listed, harms, filters.measure),
        describe_types(listed, harms, filters.measure, resolve.describe_place(filters)),
        [measure.label for measure in listed if harms[measure.code].missing == "no score"],
    )


def draw_districts(
    filters: Filters, scope: Scope, measure: Measure, area: Area, pick: Callable[[str], None]
) -> None:
    """The districts by the volume and the harm of a crime type. area: with the peers that are compared."""
    weights = harm.draw_choice(filters.source)
    harms = harm.fetch_districts(filters, scope, measure, weights, area.peers)
    populations, year = queries.populations(), filters.period.year
    places = [
        Place(code, area.names[code], harms[code], populations.of(code, year)[0])
        for code in sorted(area.peers, key=lambda each: area.names[each])
    ]
    table = build_place_table(places, resolve.describe_rate_unit(scope), "District", measure, [area.home])
    unscored = [measure.label] if harms[area.home].missing == "no score" else []
    _draw(table, weights, unscored, pick, f"{measure.label} harm by district")


def draw_wards(filters: Filters, scope: Scope, measure: Measure, pick: Callable[[str], None]) -> None:
    """The wards of home by the volume and the harm of a crime type."""
    weights, area = harm.draw_choice(filters.source), queries.area()
    harms = harm.fetch_wards(filters, scope, measure, weights)
    populations, year = queries.populations(), filters.period.year
    names = queries.wards(area.home)
    places = [Place(code, name, harms[code], populations.of(code, year)[0]) for code, name in names.items()]
    unit = resolve.describe_rate_unit(scope)
    table = build_place_table(places, unit, "Ward", measure, filters.wards, not area.is_public)
    unscored = [measure.label] if all(each.missing == "no score" for each in harms.values()) else []
    _draw(table, weights, unscored, pick, f"{measure.label} harm by ward")


def _draw(
    table: Table, weights: HarmWeights, unscored: Sequence[str], pick: Callable[[str], None], name: str
) -> None:
    widgets.table(table, key=_KEY, mode=screen.mode(), on_pick=pick)
    with st.container(horizontal=True, vertical_alignment="center"):
        screen.download(table, name)
        messages.caption(describe_weights_of(weights, unscored))


def describe_weights_of(weights: HarmWeights, unscored: Sequence[str]) -> str:
    """What the days of a table are. unscored: the labels of the crime types that no index scores."""
    missing = f"No index scores: {', '.join(unscored)}." if unscored else ""
    return describe_weights(weights, missing)
