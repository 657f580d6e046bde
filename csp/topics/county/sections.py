"""What the county page draws: the bars and places of the districts, and what its tabs hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core import wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.core.measures import Measure
from csp.core.settings import Area
from csp.data import queries
from csp.shell import filter_bar, messages, screen, widgets
from csp.topics.county import fetch, findings, pictures, rules, tables
from csp.topics.county.fetch import SimilarAreas
from csp.topics.county.pictures import Comparison

Pick = Callable[[str], None]


def pick_group(source: str, similar: SimilarAreas | None) -> tuple[Area, list[str]]:
    """The settings with the group chosen in place of the peers, and what a reader must know of it.

    similar: the areas similar to home, None where no list of them is imported; then there is no choice.
    """
    area = queries.area(source)
    if similar is None:
        return area, [findings.NO_NEIGHBOURS] if fetch.lacks_neighbours() else []
    if draw_group_choice(has_similar=True) != findings.SIMILAR:
        return area, []
    names = list(similar.loaded.values()), list(similar.missing.values())
    nearest = findings.describe_nearest([(each.name, each.distance) for each in fetch.list_similar()])
    sentences = [findings.describe_similar(*names, area.home_name), nearest]
    return similar.replace_peers(area), [*filter(None, sentences)]


def draw_group_choice(has_similar: bool) -> str:
    """The group chosen that home is compared among; without similar areas there is no choice."""
    label = queries.area().peers_label
    if not has_similar:
        return label
    groups = [label, findings.SIMILAR]
    return screen.options(st.container(), "Compare among", groups, key="among", default=label, labelled=False)


def compare_with(area: Area) -> Pick:
    """What a click on an area does anywhere: it is the one compared with home; home itself clears it."""
    return lambda code: filter_bar.choose(district=None if code == area.home else area.names[code])


def pick_other(area: Area, codes: Iterable[str], kind: str) -> tuple[str, DeltaGenerator]:
    """The code of the area to compare with home, "" for none, and the place beside the control.

    codes: of the areas, home among them or not. kind: what one of them is called, "district".
    """
    others = {area.names[code]: code for code in codes if code != area.home}
    screen.drop_stale_choice("district", others)
    choice, pair = st.columns([1, 2], vertical_alignment="center")
    name = choice.selectbox(
        plain(f"Compare with one {kind}"),
        others,
        index=None,
        key="district",
        bind="query-params",
        placeholder="Compare with: pick one here or in the chart",
        label_visibility="collapsed",
    )
    return others[name] if name else "", pair


def draw_rates_and_places(comparison: Comparison, other: str, on_pick: Pick) -> None:
    """The bars and, where there is a period before, the places beside them."""
    left, right = st.columns(2) if comparison.comparable else (st.container(), None)
    with left:
        draw_rates(comparison, other, on_pick)
    if right:
        with right:
            draw_places(comparison, other)


def draw_rates(comparison: Comparison, other: str, on_pick: Pick) -> None:
    """The districts as bars, lowest rate first; other: the one compared with home, "" for none."""
    screen.clickable_chart(
        pictures.draw_rates(comparison, other),
        key="rates",
        field="district",
        on_pick=lambda mark: on_pick(mark["district_code"]),
    )


def draw_places(comparison: Comparison, other: str) -> None:
    """The place of each district before and now, level with its bar."""
    screen.chart(pictures.draw_places(comparison, other), key="places")


def draw_table(comparison: Comparison, other: str, on_pick: Pick) -> None:
    """The districts as a table."""
    measure, periods = comparison.measure, comparison.periods
    ranks = tables.build_rank_table(
        comparison.districts, comparison.unit, periods, comparison.comparable, other, comparison.rank
    )
    widgets.table(ranks, key="ranks", mode=comparison.mode, on_pick=on_pick)
    with st.container(horizontal=True, vertical_alignment="center"):
        screen.download(ranks, f"{measure.label} by district {periods[0]}")
        st.page_link(
            "pages/profile.py", label=plain(f"{measure.long_label} in detail"), icon=":material/search:"
        )


def draw_matrix(comparison: Comparison, measures: Sequence[Measure], month: str, on_pick: Pick) -> None:
    """Every crime type in every district. month: the last of the period, for the name of the file."""
    area = comparison.area
    show = screen.options(
        st.container(), "Shown in the cells", ["Rank", "Rate", "Count"], key="show", default="Rank"
    )
    messages.caption(
        f"Shaded by rank, {wording.RANK_KEY}: the deeper, the higher the rate among the "
        f"{comparison.standings.ranked} {area.peers_label}."
    )
    matrix = tables.build_measure_matrix(
        comparison.standings, measures, area, show, comparison.measure.code, comparison.unit, comparison.mode
    )
    widgets.table(matrix, key="matrix", mode=comparison.mode, on_pick=on_pick)
    screen.download(matrix, f"crime types by district {comparison.periods[0]} {month} {show}")


def draw_funnel(comparison: Comparison, other: str, on_pick: Pick) -> None:
    """The districts by population, with limits that allow for how far they differ at all."""
    funnel = rules.compute_funnel(comparison.standings, comparison.measure.code)
    if funnel is None:
        messages.caption(findings.NO_FUNNEL)
        return
    screen.clickable_chart(
        pictures.draw_funnel(comparison, funnel, other),
        key="funnel",
        field="district",
        on_pick=lambda mark: on_pick(mark["district_code"]),
    )
    messages.caption(findings.explain_funnel(funnel))


def draw_map(comparison: Comparison, marked: Sequence[str], on_pick: Pick) -> None:
    """The map of the districts, some of them outlined strongly."""
    try:
        outlines = queries.district_outlines(comparison.area.peers)
    except UserError as error:
        # One that left the fragment would be shown by Streamlit, which hides what it says.
        messages.error(str(error))
        return
    if outlines is None:
        messages.caption(findings.NO_MAP)
        return
    picture, legend = pictures.draw_map(comparison, outlines, marked)
    screen.clickable_chart(picture, key="map", field="area", on_pick=lambda mark: on_pick(mark["area_code"]))
    screen.legend(legend)
