"""What roads and recorded crime cost, beside each other: in pounds by published values, in days of harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from csp.comparison import harm, harm_sections, resolve
from csp.comparison.harm_tables import TOTAL
from csp.core.errors import UserError
from csp.core.filters import Filters
from csp.core.harm import Harm, HarmWeights
from csp.core.measures import read_catalogue
from csp.core.road_records.cost_values import NONE_LOADED, CostValues, choose_values
from csp.shell import messages, screen, widgets
from csp.topics.road_safety import fetch
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.findings import page as page_findings
from csp.topics.road_safety.findings.partner_records import COSTS_OVERLAP, write_cost
from csp.topics.road_safety.rules.cost import RoadCost, compute_cost
from csp.topics.road_safety.rules.severity import PlaceFigures
from csp.topics.road_safety.tables.harm import build_harm_table
from csp.topics.road_safety.tables.partner_records import build_cost_table


def draw_cost(
    road: RoadContext, home: PlaceFigures, filters: Filters | None, values: Sequence[CostValues]
) -> None:
    """The cost of collisions, where values in pounds are loaded, beside the harm of recorded crime.

    filters: of recorded crime, None where there is none.
    """
    cost = _compute_cost(road, values)
    weights, crime = _fetch_crime_harm(road, filters)
    if cost is None:
        messages.info(NONE_LOADED)
    else:
        messages.paragraph(write_cost(cost, road.place, road.now))
    messages.paragraph(page_findings.describe_crime_harm(crime, road.place, road.now))
    left, right = st.columns(2, gap="medium") if cost else (st.container(), None)
    with left:
        table = build_harm_table(home, crime, cost, road.now)
        widgets.table(table, key="road_harm", mode=road.mode)
        screen.download(table, f"harm of roads and crime {road.place}")
        messages.caption(page_findings.NOT_ADDED)
        if weights is not None:
            messages.caption(harm_sections.describe_weights_of(weights, []))
    if cost and right:
        with right:
            costs = build_cost_table(cost, road.place)
            widgets.table(costs, key="road_cost", mode=road.mode)
            screen.download(costs, f"cost of collisions {road.place}")
            messages.note(COSTS_OVERLAP)


def _compute_cost(road: RoadContext, values: Sequence[CostValues]) -> RoadCost | None:
    chosen = choose_values(values, road.now.end.year)
    if chosen is None:
        return None
    return compute_cost(fetch.fetch_collisions(road.ask_home(road.now)), chosen)


def _fetch_crime_harm(road: RoadContext, filters: Filters | None) -> tuple[HarmWeights | None, Harm | None]:
    """The weights in force, and all recorded crime of the district in the same months, None where these are
    not loaded.
    """
    if filters is None:
        return None, None
    same = replace(
        filters,
        measure=TOTAL,
        wards=(),
        exclude=(),
        period=road.months,
        comparison=road.months.shift(-1),
        whole_months=False,
    )
    try:
        scope = resolve.resolve_scope(same)
    except UserError:
        return None, None
    weights = harm.read_choice(same.source)
    if scope.missing:
        return weights, None
    measure = read_catalogue().measures[TOTAL]
    return weights, harm.fetch_measures(same, scope, [measure], weights)[TOTAL]
