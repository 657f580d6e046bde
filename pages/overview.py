"""All recorded crime at a glance: the level, the change, the place, and which crime types went which way."""

import streamlit as st

from csp.comparison import harm_sections, published, recorded, resolve, severity_sections, tables
from csp.comparison.findings import NO_RANK_OF_WARDS
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import filter_bar, frame, messages, navigation, screen, widgets
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan import summary
from csp.topics.action_plan.findings.headlines import mark_simulated
from csp.topics.action_plan.rules.counts import tally
from csp.topics.overview import fetch, findings, years
from csp.topics.overview.tables import OVERDUE, PlanCounts, build_groups, build_tiles
from csp.topics.road_safety.own_year import build_tiles_of_roads
from csp.topics.road_safety.tables.feeds import TILE

# 1. What is asked for
filters = frame.filters()
navigation.follow()
catalogue, mode = read_catalogue(), screen.mode()
listing = plan_data.fetch_listing_in_force()
actions = tally(listing.actions) if listing else None
plan = None
if listing and actions:
    plan = PlanCounts(listing.plan.label, actions.total, actions.overdue, mark_simulated(listing))


def open_tile(tile: str) -> None:
    """The overdue actions on their board, or the page about roads."""
    if tile == TILE:
        navigation.go("road_safety")
    elif listing and tile == OVERDUE:
        summary.open_overdue(listing)


if recorded.is_yearly(filters):
    years.draw_overview(
        filters,
        (plan, build_tiles_of_roads(filters)),
        (lambda code: filter_bar.choose(type=recorded.name_offence(code)), open_tile),
        {
            "Harm": severity_sections.draw_scores_alone,
            "Priorities": lambda: summary.draw_adopted_priorities(listing, mode),
        },
    )
    frame.end_page()

# 2. and 3. The data and the rules
scope = resolve.resolve_scope(filters)
measure = catalogue.measures[filters.measure]
overview = fetch.fetch_overview(filters, scope)
measures, rows, row = overview.measures, overview.rows, overview.row
months, directions = overview.months, overview.directions
now, before = resolve.describe_periods(filters, scope)
place, unit = resolve.describe_place(filters), resolve.describe_rate_unit(scope)
peers = resolve.describe_peers(queries.area(filters.source))


# 4. The picture
def choose_type(code: str) -> None:
    """A crime type clicked anywhere becomes the one that the page is about."""
    filter_bar.choose(type=catalogue.measures[code].label)


def draw_link() -> None:
    """Where the crime type that the page is about is shown in full."""
    st.page_link("pages/profile.py", label=plain(f"{measure.long_label} in detail"), icon=":material/search:")


screen.header(
    findings.write_title(row, place, now, before, resolve.count_borough(filters, scope)),
    f"{place}, {resolve.describe_span(filters, scope)}.",
    filters,
    scope,
    [
        *resolve.describe_populations(filters, scope),
        *([NO_RANK_OF_WARDS] if filters.wards else []),
        *screen.describe_incomplete(filters, scope, [m.code for m in measures if m is not measure]),
    ],
)

widgets.tiles(
    build_tiles(row, (now, before), unit, peers, months, plan, build_tiles_of_roads(filters)),
    key="figures",
    mode=mode,
    on_pick=open_tile,
)
widgets.groups(
    build_groups(directions, months, filters.measure, peers[1]),
    key="directions",
    mode=mode,
    caption=findings.CAPTION,
    on_pick=choose_type,
)
with st.container():
    for text in findings.list_notes(directions, not published.is_adjusted(filters)):
        messages.note(text)

table_tab, harm_tab, priorities_tab = st.tabs(
    ["Table", "Harm", "Priorities"], key="overview_tab", bind="query-params", on_change="rerun"
)
if table_tab.open:
    with table_tab:
        crime_types = tables.build_crime_type_table(
            rows,
            months.series,
            months.incomplete,
            (now, before),
            peers,
            filters.measure,
            catalogue,
        )
        widgets.table(crime_types, key="crime_types", mode=mode, on_pick=choose_type)
        with st.container(horizontal=True, vertical_alignment="center"):
            screen.download(crime_types, f"crime types {now}")
            draw_link()
if harm_tab.open:
    with harm_tab:
        harm_sections.draw_types(filters, scope, measures, choose_type)
        severity_sections.draw_scores()
if priorities_tab.open:
    with priorities_tab:
        summary.draw_adopted_priorities(listing, mode)
