"""The parts of the crime-type profile, one function each: key figures, trend, and what the tabs hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from csp.comparison.context import PageContext
from csp.comparison.key_figures import (
    build_before_tile,
    build_change_tile,
    build_level_tile,
    build_place_tile,
)
from csp.comparison.resolve import describe_peers
from csp.comparison.rows import MeasureRow
from csp.comparison.standings import Standings
from csp.core import disclosure, settings
from csp.core.filters import Period
from csp.core.geography import Outlines
from csp.core.markup import plain
from csp.core.measures import Measure
from csp.shell import filter_bar, messages, screen, widgets
from csp.shell.chart_marks import ChartMark, add_marks
from csp.topics.profile import charts, findings, pictures, tables
from csp.topics.profile.rules import Outcome, Part, Season
from csp.topics.wards import findings as ward_findings
from csp.topics.wards.rules import Figures, Wards
from csp.topics.wards.tables import build_ward_table

PickWard = Callable[[str], None]


def draw_steps(previous: Measure, following: Measure) -> None:
    """The buttons to the crime types before and after in the menu, side by side: see csp/shell/frame.css."""
    with st.container(key="type_steps", horizontal=True):
        screen.step("previous_type", "left", previous.label)
        screen.step("next_type", "right", following.label)


def draw_figures(context: PageContext, row: MeasureRow, sentences: Sequence[str]) -> None:
    """The four figures that the page opens with, and what is counted. sentences: about the figures."""
    now, before = context.periods
    tiles = [
        build_level_tile(row, now, context.unit),
        build_before_tile(row, before, context.unit),
        build_change_tile(row.change, row.polarity, before),
        build_place_tile(row, *describe_peers(context.area)),
    ]
    widgets.tiles(tiles, key="figures", mode=context.mode)
    messages.paragraph(" ".join(filter(None, [context.measure.definition, *sentences])))


def draw_trend(
    context: PageContext,
    row: MeasureRow,
    period: Period,
    series: Sequence[float | None],
    incomplete: Sequence[int],
    marks: Sequence[ChartMark] = (),
) -> None:
    """The months of a period, None where there is no count to show. incomplete: positions in the series.

    marks: notes on the chart.
    """
    filters, scope = context.filters, context.scope
    marked = [(filters.period, context.periods[0])]
    if scope.comparable:
        marked.append((filters.comparison, context.periods[1]))
    lengths = len(scope.months), len(scope.before)
    words = findings.write_trend_words(row, context.measure, context.place, context.periods, lengths, period)
    chart = charts.trend(period.each(), series, incomplete, marked, context.credit(words), context.mode)
    screen.chart(add_marks(chart, marks), key="trend")


def draw_season(context: PageContext, season: Season) -> None:
    """The months of every year loaded."""
    messages.caption(findings.describe_season(season))
    table = tables.build_season_table(season, context.measure, context.mode)
    widgets.table(table, key="season", mode=context.mode)
    screen.download(table, f"{context.measure.label} by month and year {context.place}")


def draw_wards(
    context: PageContext,
    wards: Wards,
    rows: tuple[Figures, ...],
    outlines: Outlines | None,
    on_pick: PickWard,
) -> None:
    """The wards as bars and on a map; on_pick gets one that is clicked."""
    measure = context.measure
    caveats = ward_findings.list_caveats(wards, measure)
    if caveats:
        messages.note(" ".join(caveats))
    too_few = findings.explain_few_in_wards(rows, measure, int(wards.now[wards.row(measure.code)]))
    if too_few:
        messages.paragraph(too_few)
        return
    left, right = st.columns([11, 9], gap="medium")
    with left:
        _draw_ward_rates(context, wards, rows, on_pick)
    with right:
        if outlines is None:
            messages.caption(ward_findings.NO_OUTLINES)
        else:
            _draw_ward_map(context, rows, outlines, on_pick)
        screen.note_adjusted()
        table = build_ward_table(
            rows, measure, context.unit, context.periods, context.filters.wards, context.area.is_public
        )
        screen.download(table, f"{measure.label} by ward {context.periods[0]}")


def draw_missing_wards() -> None:
    """What stands in the place of the wards where the source has none."""
    messages.info(disclosure.NOTHING_BY_WARD if settings.area().is_public else ward_findings.NO_WARDS)


def _draw_ward_rates(
    context: PageContext, wards: Wards, rows: tuple[Figures, ...], on_pick: PickWard
) -> None:
    screen.clickable_chart(
        pictures.draw_ward_rates(context, wards, rows),
        key="ward_rates",
        field="bar",
        on_pick=lambda mark: on_pick(mark["id"]),
    )


def _draw_ward_map(
    context: PageContext, rows: tuple[Figures, ...], outlines: Outlines, on_pick: PickWard
) -> None:
    unit, periods, codes = context.unit, context.periods, context.filters.wards
    words = context.credit(findings.write_map_words(context.measure, unit, periods[0], outlines.schematic))
    chart, legend = charts.ward_map(outlines, rows, codes, unit, periods, words, context.mode)
    screen.clickable_chart(
        chart,
        key="ward_map",
        field="area",
        on_pick=lambda mark: on_pick(mark["area_code"]),
    )
    screen.legend(legend)


def draw_made_of(context: PageContext, rows: Sequence[MeasureRow], parts: Sequence[Part]) -> None:
    """What is counted, and the parts of the crime type, where it has any."""
    vocabulary = context.source.vocabulary
    # The first is the definition, which stands beside the figures.
    _, *sentences = findings.describe_measure(context.measure, context.measures_file, vocabulary)
    if sentences:
        messages.paragraph(" ".join(sentences))
    if parts:
        _draw_parts(context, rows, parts)
    else:
        messages.caption(findings.explain_no_parts(context.measure))


def _draw_parts(context: PageContext, rows: Sequence[MeasureRow], parts: Sequence[Part]) -> None:
    """The parts of the crime type; a click on one chooses it, where it is a crime type of its own."""
    measure, period = context.measure, context.periods[0]

    def choose(code: str) -> None:
        _choose_part(context, next(part for part in parts if part.code == code))

    words = findings.write_part_words(
        rows, measure, context.scope.comparable, period, context.place, context.is_adjusted
    )
    screen.clickable_chart(
        charts.part_counts(rows, context.credit(words), context.mode),
        key="parts_chart",
        field="bar",
        on_pick=lambda mark: choose(mark["id"]),
    )
    table = tables.build_part_table(rows, parts, measure, context.periods, not context.is_adjusted)
    widgets.table(table, key="parts", mode=context.mode, on_pick=choose)
    screen.download(table, f"{measure.label} parts {context.place} {period}")


def _choose_part(context: PageContext, part: Part) -> None:
    """Choose the crime type that a part is; say why not where it is no crime type of its own."""
    if part.opens:
        filter_bar.choose(type=context.measures_file.measures[part.opens].label)
    else:
        messages.toast(findings.explain_no_page(part.label, context.measure))


def draw_outcomes(context: PageContext, outcomes: Sequence[Outcome]) -> None:
    """What became of the cases, or why that is not known."""
    measure, period, comparable = context.measure, context.periods[0], context.scope.comparable
    if not outcomes and context.area.is_public:
        messages.caption(findings.NO_OUTCOMES_PUBLISHED)
        return
    if not outcomes:
        messages.caption(findings.explain_no_outcomes(measure, context.source.label))
        return
    messages.caption(findings.describe_outcome_limits(outcomes))
    screen.chart(pictures.draw_outcomes(context, outcomes), key="outcomes")
    table = tables.build_outcome_table(outcomes, context.periods, measure, comparable)
    screen.download(table, f"{measure.label} outcomes {context.place} {period}")


def draw_peers(context: PageContext, standings: Standings, sentences: Sequence[str]) -> None:
    """The district among the others, or why it has no rank. sentences: about the gaps between them."""
    area, measure, wards = context.area, context.measure, context.filters.wards
    if wards or not measure.ranked:
        messages.caption(findings.explain_no_rank(bool(wards)))
    else:
        messages.paragraph(" ".join(sentences))
        comparable = context.scope.comparable
        table = tables.build_peer_table(standings, measure.code, area, context.unit, comparable)
        widgets.table(table, key="peers", mode=context.mode)
    st.page_link(
        "pages/county.py",
        label=plain(f"{measure.long_label} in every district"),
        icon=":material/leaderboard:",
    )
