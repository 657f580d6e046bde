"""The county page for a source that has years alone: partnerships by rate, and what its tabs hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from csp.comparison import recorded, severity_sections
from csp.comparison.recorded import YearView
from csp.comparison.standings import Standings
from csp.comparison.year_findings import NO_MONTHS, write_none
from csp.core import wording
from csp.core.errors import UserError
from csp.core.filters import Filters
from csp.data import queries
from csp.shell import filter_bar, messages, navigation, screen, tabs, widgets
from csp.topics.county import fetch, findings, pictures, sections, year_tables
from csp.topics.county.pictures import Comparison
from csp.topics.county.tables import build_measure_matrix

UNIT = "per 1,000"


def draw_county(filters: Filters) -> None:
    """The page: home's place by rate, the bars and the places, and tabs."""
    heading = st.container()
    chosen, notes = _pick_group()
    view = recorded.fetch_years(filters, *chosen)
    measure, home = view.measure, view.area.home
    table = view.comparison.standings.get(measure.code)
    with heading:
        if table is not None and home in table.districts:
            basis = replace(view.comparison.basis, districts=table.districts)
            peers = recorded.describe_peers(view)[0]
            finding = findings.write_headline(table, measure, basis, view.area.home_name, peers, UNIT)
        else:
            figure = view.comparison.now[measure.code, home]
            finding = write_none(measure.label, view.area.home_name, view.periods[0], figure)
        detail = f"{view.area.county}, {recorded.describe_span(view)}. {NO_MONTHS}"
        sentences = [*notes, *recorded.describe_view(view)]
        screen.head(finding, detail, filters, view.is_comparable, sentences, view.area.county)
    if table is None:
        _draw_table(view, "")
        return
    _compare(view, table)


def _pick_group() -> tuple[tuple[tuple[str, ...], str], list[str]]:
    """The peers of the settings, or the similar areas: their codes and what they are called, and notes."""
    similar = fetch.list_similar()
    choice = sections.draw_group_choice(has_similar=bool(similar))
    if choice != findings.SIMILAR:
        return ((), ""), [findings.NO_NEIGHBOURS] if fetch.lacks_neighbours() else []
    nearest = findings.describe_nearest([(each.name, each.distance) for each in similar])
    codes = (queries.area().home, *(each.code for each in similar))
    return (codes, findings.SIMILAR), [nearest] if nearest else []


def _build_comparison(view: YearView, table: Standings) -> Comparison:
    """What the charts of the county page show."""
    frame = year_tables.build_year_frame(view.comparison, view.measure.code, view.area)
    return Comparison(
        area=view.area,
        standings=table,
        measure=view.measure,
        # Where there is no bar, the mark stands in its place.
        districts=frame.assign(high=frame["high"].fillna(0.0)),
        county_rate=findings.compute_county_rate(table, view.measure.code),
        periods=view.periods,
        unit=UNIT,
        comparable=view.is_comparable,
        credit=view.source.credit,
        mode=screen.mode(),
        rank="Rank",
    )


def _compare_with(view: YearView) -> Callable[[str], None]:
    """What a click on an area does: it is the one compared with home; home itself clears it."""
    area = view.area
    return lambda code: filter_bar.choose(district=None if code == area.home else area.names[code])


def _choose_type(code: str) -> None:
    filter_bar.choose(type=recorded.name_offence(code))
    navigation.redraw()


@st.fragment
def _compare(view: YearView, table: Standings) -> None:
    """The areas, and home beside the one picked: nothing else depends on which that is."""
    navigation.follow()
    area, measure = view.area, view.measure
    others = {area.names[code]: code for code in table.districts if code != area.home}
    screen.drop_stale_choice("district", others)
    choice, pair = st.columns([1, 2], vertical_alignment="center")
    name = choice.selectbox(
        "Compare with one partnership",
        others,
        index=None,
        key="district",
        bind="query-params",
        placeholder="Compare with: pick one here or in the chart",
        label_visibility="collapsed",
    )
    other = others[name] if name else ""
    if area.home in table.districts:
        basis = replace(view.comparison.basis, districts=table.districts)
        sentences = findings.describe_gaps(table, measure, basis, dict(area.names))
        sentences.append(findings.describe_movement(table, measure, basis))
        if other:
            sentences.append(findings.describe_pair(table, measure, basis, other, dict(area.names), UNIT))
        messages.paragraph(" ".join(sentences), place=pair)
    comparison, pick = _build_comparison(view, table), _compare_with(view)
    left, right = st.columns(2) if view.is_comparable else (st.container(), None)
    with left:
        sections.draw_rates(comparison, other, pick)
    if right:
        with right:
            sections.draw_places(comparison, other)
    bodies: Mapping[str, Callable[[], None]] = {
        "Table": lambda: _draw_table(view, other),
        "All crime types": lambda: _draw_matrix(view),
        "Harm": lambda: severity_sections.draw_scores_alone(_list_districts(view), area.peers_label),
        "Funnel": lambda: sections.draw_funnel(comparison, other, pick),
        "Map": lambda: _draw_map(view, comparison, other),
    }
    tabs.draw_tabs("county_tab", bodies)


def _list_districts(view: YearView) -> tuple[str, ...]:
    return tuple(code for group in view.groups for code in group.districts)


def _draw_table(view: YearView, other: str) -> None:
    code = view.measure.code
    frame = year_tables.build_year_frame(view.comparison, code, view.area)
    table = year_tables.build_year_rank_table(view.comparison, code, frame, view.periods, other)
    widgets.table(table, key="ranks", mode=screen.mode(), on_pick=_compare_with(view))
    screen.download(table, f"{view.measure.label} by partnership {view.periods[0]}")


def _draw_matrix(view: YearView) -> None:
    """Every offence of which the same areas have a count as of the one chosen, in these areas."""
    comparison, measure = view.comparison, view.measure
    table = comparison.standings[measure.code]
    listed = [each for each in comparison.measures if comparison.standings.get(each.code) is table]
    area = replace(view.area, peers=table.districts)
    show = screen.options(
        st.container(), "Shown in the cells", ["Rank", "Rate", "Count"], key="show", default="Rank"
    )
    messages.caption(
        f"Shaded by rank, {wording.RANK_KEY}: the deeper, the higher the rate among the {table.ranked} "
        f"{area.peers_label}."
    )
    matrix = build_measure_matrix(table, listed, area, show, measure.code, UNIT, screen.mode())
    widgets.table(matrix, key="matrix", mode=screen.mode(), on_pick=_choose_type)
    screen.download(matrix, f"crime types by partnership {view.periods[0]} {show}")


def _draw_map(view: YearView, comparison: Comparison, other: str) -> None:
    """The districts, those of one partnership with its rate, some of them outlined strongly."""
    of_district = {code: group.code for group in view.groups for code in group.districts}
    try:
        outlines = queries.district_outlines(tuple(of_district))
    except UserError as error:
        # One that left the fragment would be shown by Streamlit, which hides what it says.
        messages.error(str(error))
        return
    if outlines is None:
        messages.caption(findings.NO_MAP)
        return
    rows = comparison.districts.set_index("district_code", drop=False)
    frame = rows.loc[list(of_district.values())].assign(district_code=list(of_district))
    marked = [code for code, group in of_district.items() if group in (view.area.home, other)]
    shown = replace(comparison, districts=frame.reset_index(drop=True))
    picture, legend = pictures.draw_map(shown, outlines, marked)
    pick = _compare_with(view)
    screen.clickable_chart(
        picture, key="map", field="area", on_pick=lambda mark: pick(of_district[mark["area_code"]])
    )
    screen.legend(legend)
