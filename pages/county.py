"""One crime type in every district: rates, ranks and the gaps between them."""

import streamlit as st

from csp.comparison import harm_sections, resolve
from csp.core import settings, wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import filter_bar, frame, messages, navigation, screen, widgets
from csp.shell.chart import Words
from csp.topics.county import charts, findings, tables

# 1. What is asked for: whole districts
filters = frame.filters()
scope = resolve.resolve_scope(filters)
area, catalogue = settings.area(), read_catalogue()
measures = catalogue.offered(filters.source)
measure = catalogue.measures[filters.measure]
others = {area.names[code]: code for code in area.peers if code != area.home}
mode, credit = screen.mode(), catalogue.sources[filters.source].credit

# 2. The data and the rules
basis = resolve.build_basis(filters, scope)
standings = resolve.fetch_standings(filters, scope, measures)
periods = resolve.describe_periods(filters, scope)
unit = resolve.describe_rate_unit(scope)
districts = tables.build_district_frame(standings, measure.code, area)
county_rate = findings.compute_county_rate(standings, measure.code)
names = dict(area.names)
gaps = [
    *findings.describe_gaps(standings, measure, basis, names),
    findings.describe_movement(standings, measure, basis),
]


# 3. The picture
def compare_with(code: str) -> None:
    """A district clicked anywhere is the one compared with home; home itself clears it."""
    filter_bar.choose(district=None if code == area.home else area.names[code])


def choose_type(code: str) -> None:
    """A crime type clicked becomes the one that the whole page is about."""
    filter_bar.choose(type=catalogue.measures[code].label)
    navigation.redraw()


@st.fragment
def compare() -> None:
    """The districts, and home beside the one picked: nothing else depends on which that is."""
    navigation.follow()
    choice, pair = st.columns([1, 2], vertical_alignment="center")
    name = choice.selectbox(
        "Compare with one district",
        others,
        index=None,
        key="district",
        bind="query-params",
        placeholder="Compare with: pick one here or in the chart",
        label_visibility="collapsed",
    )
    other = others[name] if name else ""
    sentences = [*gaps]
    if other:
        sentences.append(findings.describe_pair(standings, measure, basis, other, names, unit))
    messages.paragraph(" ".join(sentences), place=pair)
    left, right = st.columns(2) if scope.comparable else (st.container(), None)
    with left:
        draw_rates(other)
    if right:
        with right:
            draw_places(other)
    table_tab, types_tab, harm_tab, map_tab = st.tabs(
        ["Table", "All crime types", "Harm", "Map"], key="county_tab", bind="query-params", on_change="rerun"
    )
    if table_tab.open:
        with table_tab:
            ranks = tables.build_rank_table(districts, unit, periods, scope.comparable, other)
            widgets.table(ranks, key="ranks", mode=mode, on_pick=compare_with)
            with st.container(horizontal=True, vertical_alignment="center"):
                screen.download(ranks, f"{measure.label} by district {periods[0]}")
                st.page_link(
                    "pages/profile.py",
                    label=plain(f"{measure.long_label} in detail"),
                    icon=":material/search:",
                )
    if types_tab.open:
        with types_tab:
            draw_matrix()
    if harm_tab.open:
        with harm_tab:
            harm_sections.draw_districts(filters, scope, measure, compare_with)
    if map_tab.open:
        with map_tab:
            draw_map([area.home, *filter(None, [other])])


def draw_rates(other: str) -> None:
    """The districts as bars, lowest rate first; other: the one compared with home, "" for none."""
    words = Words(
        f"{measure.long_label} in the {len(area.peers)} {area.peers_label}",
        f"Rate {unit}, {periods[0]}; lines: 95% limits",
        credit,
    )
    screen.clickable_chart(
        charts.district_rates(districts, county_rate, area.county, words, mode, other),
        key="rates",
        field="district",
        on_pick=lambda mark: compare_with(mark["district_code"]),
    )


def draw_places(other: str) -> None:
    """The place of each district before and now, level with its bar."""
    words = Words(
        f"{measure.long_label}: county rank before and now",
        f"By rate; turquoise: neighbours of {area.home_name}",
        credit,
    )
    screen.chart(charts.district_places(districts, periods, words, mode, other), key="places")


def draw_matrix() -> None:
    """Every crime type in every district."""
    show = screen.options(
        st.container(), "Shown in the cells", ["Rank", "Rate", "Count"], key="show", default="Rank"
    )
    messages.caption(
        f"Shaded by rank, {wording.RANK_KEY}: the deeper, the higher the rate among the {len(area.peers)} "
        f"{area.peers_label}."
    )
    matrix = tables.build_measure_matrix(standings, measures, area, show, measure.code, unit, mode)
    widgets.table(matrix, key="matrix", mode=mode, on_pick=choose_type)
    month = wording.month(filters.period.end)
    screen.download(matrix, f"crime types by district {periods[0]} {month} {show}")


def draw_map(marked: list[str]) -> None:
    """The map of the districts, some of them outlined strongly."""
    try:
        outlines = queries.district_outlines(area.peers)
    except UserError as error:
        # One that left the fragment would be shown by Streamlit, which hides what it says.
        messages.error(str(error))
        return
    if outlines is None:
        messages.caption(
            "No map: import the outlines of every district with python -m csp import boundaries."
        )
        return
    words = Words(
        f"{measure.long_label} by district",
        f"Rate {unit}, {periods[0]}{'; schematic outlines' if outlines.schematic else ''}",
        credit,
    )
    picture, legend = charts.district_map(outlines, districts, unit, words, mode, marked)
    screen.clickable_chart(
        picture, key="map", field="area", on_pick=lambda mark: compare_with(mark["area_code"])
    )
    screen.legend(legend)


screen.header(
    findings.write_headline(standings, measure, basis, area.home_name, area.peers_label, unit),
    f"{area.county}, {resolve.describe_span(filters, scope)}.",
    filters,
    scope,
    resolve.describe_population_years(filters, scope),
    place=area.county,
)
compare()
