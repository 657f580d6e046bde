"""The parts of the ward map's page, one function each: the map, the ward beside it, and the tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from csp.comparison.context import PageContext
from csp.comparison.year_bars_section import draw_years
from csp.core import disclosure, geography
from csp.core.geography import Outlines
from csp.core.measures import Measure
from csp.shell import filter_bar, messages, outputs, screen, theme, widgets
from csp.shell.chart_marks import ChartMark, add_marks
from csp.topics.wards import charts, findings, pictures, tables
from csp.topics.wards.charts import Shaded
from csp.topics.wards.fetch import Trend
from csp.topics.wards.map_controls import MapChoice
from csp.topics.wards.rules import Figures, MapPoints, Wards

PickWard = Callable[[str], None]
PickStreet = Callable[[str], None]

MAP_SIZE = (510, 400)
"""The least width of the map's column and the height of the map, in px."""


def draw_map(
    context: PageContext,
    choice: MapChoice,
    outlines: Outlines | None,
    shaded: Shaded,
    points: MapPoints | None,
    names: Mapping[str, str],
    on_pick: PickWard,
) -> None:
    """The map in the view chosen, with its legend and what it means; on_pick gets a ward clicked.

    points: None where the view needs none.
    """
    area, look = context.area, choice.look
    if choice.name:
        messages.caption(findings.describe_place(choice.name, choice.place, area.home, area.names))
    if look == "Tiles":
        _draw_tiles(context, choice, shaded, names, on_pick)
    else:
        _draw_deck(context, choice, outlines, shaded, points, names, on_pick)


def _draw_tiles(
    context: PageContext, choice: MapChoice, shaded: Shaded, names: Mapping[str, str], on_pick: PickWard
) -> None:
    """Every ward on a tile of its own."""
    caption = f"{context.measure.long_label} by ward"
    tiles = tables.build_ward_tiles(
        geography.read_ward_tiles(), shaded.values, names, context.filters.wards, caption, context.mode
    )
    if tiles is None:
        messages.info(findings.explain_missing_map("Tiles", None))
        return
    widgets.area_tiles(tiles, key="map_tiles", mode=context.mode, on_pick=on_pick)
    screen.legend(shaded.legend, key="map_legend")
    words = findings.describe_map(
        "Tiles", choice.shade, context.unit, context.periods[0], context.span, 0, None
    )
    messages.caption(" ".join([words, *_explain_no_points(context)]))


def _draw_deck(
    context: PageContext,
    choice: MapChoice,
    outlines: Outlines | None,
    shaded: Shaded,
    points: MapPoints | None,
    names: Mapping[str, str],
    on_pick: PickWard,
) -> None:
    """The wards on their outlines, or the map points among them."""
    area, look = context.area, choice.look
    places = charts.labelled(charts.places_in(area.home), choice.on_map)
    width, height = (theme.enlarge(px, context.mode, charts.MEETING) for px in MAP_SIZE)
    map_context = charts.MapContext(
        tuple(names.items()), places, choice.on_map, (width, height), context.mode
    )
    deck, legend = charts.ward_map(look, outlines, shaded, points, context.filters.wards, map_context)
    if deck is None:
        messages.info(findings.explain_missing_map(look, outlines))
        return
    alt = f"{context.measure.long_label} by ward, {look.lower()}. The table of all wards says the same."
    outputs.read().has_map = True
    screen.clickable_map(deck, key=f"map_{look}", height=height, alt=alt, on_pick=on_pick)
    screen.legend(legend, key="map_legend")
    radius = charts.radius(points, choice.on_map) if points else 0
    words = findings.describe_map(
        look, choice.shade, context.unit, context.periods[0], context.span, radius, outlines
    )
    messages.caption(" ".join([words, *_explain_no_points(context)]))


def _explain_no_points(context: PageContext) -> list[str]:
    """Why there is no view of map points, in public mode."""
    return [disclosure.NO_PLACES] if context.area.is_public else []


def draw_locations(
    context: PageContext,
    points: MapPoints,
    names: Mapping[str, str],
    place: Figures,
    on_pick: PickStreet,
    street: str = "",
) -> None:
    """The most frequent map points of the place; on_pick gets the id of one that is clicked."""
    if points.frame.empty:
        messages.caption(findings.NO_POINTS)
        return
    wards = context.filters.wards
    streets = points.narrow(wards)
    if streets.empty:
        messages.caption(findings.explain_no_streets(context.measure, place.name))
        return
    table = tables.build_location_table(
        streets,
        names,
        len(wards) != 1,
        place.change.now,
        # A simulated count would be taken for that of a place named beside it; its points have numbers.
        () if context.source.simulated else charts.places_in(context.area.home),
        street,
    )
    widgets.table(table, key="locations", mode=context.mode, on_pick=on_pick)
    screen.download(table, f"{context.measure.label} locations {place.name} {context.periods[0]}")


def draw_place(
    context: PageContext,
    place: Figures,
    borough: Figures,
    trend: Trend | None,
    ranked: int,
    marks: Sequence[ChartMark] = (),
) -> None:
    """The figures of the place beside the borough's, and its months.

    trend: None where months are not published, and years stand in their place. ranked: how many wards have
    a rank. marks: notes on the chart of the months.
    """
    measure = context.measure
    messages.subheader(place.name)
    if not context.filters.wards:
        messages.caption("The whole district. Click a ward to see it here.")
    table = tables.build_place_table(
        place, borough, measure, context.unit, context.periods, ranked, context.area.is_public
    )
    widgets.table(table, key="profile", mode=context.mode)
    if trend is None:
        draw_years(context, "trend")
        return
    words = context.credit(
        findings.write_trend_words(
            measure, place.name, trend.counts, trend.period, bool(context.filters.wards), trend.incomplete
        )
    )
    chart = charts.trend(
        trend.period.each(), trend.counts, trend.expected, trend.incomplete, words, context.mode
    )
    screen.chart(add_marks(chart, marks), key="trend")


def draw_mix(
    context: PageContext,
    own: Mapping[str, float],
    borough: Mapping[str, float],
    crimes: Sequence[Measure],
    name: str,
    least: float = 0.0,
) -> None:
    """How the crime of a place is made up, beside the borough's; a click on a bar chooses its type.

    own and borough: shares in % by the code of the measure. name: of the place. least: how far a share can
    be off by the adjustment of counts, in points.
    """
    labels = {measure.code: measure.label for measure in crimes}
    least = max(least, findings.LEAST_EXCESS)
    words = context.credit(findings.write_mix_words(own, borough, crimes, name, context.periods[0], least))
    marks = borough if context.filters.wards else {}
    screen.clickable_chart(
        charts.mix(own, marks, crimes, words, context.mode),
        key="mix",
        field="type",
        on_pick=lambda bar: filter_bar.choose(type=labels[bar["code"]]),
    )


def draw_wards(context: PageContext, rows: Sequence[Figures], on_pick: PickWard) -> None:
    """Every ward, a row each."""
    measure, periods = context.measure, context.periods
    table = tables.build_ward_table(
        rows, measure, context.unit, periods, context.filters.wards, context.area.is_public
    )
    widgets.table(table, key="ward_table", mode=context.mode, on_pick=on_pick)
    screen.download(table, f"{measure.label} by ward {periods[0]}")


def draw_picture(context: PageContext, shade: str, shaded: Shaded, outlines: Outlines) -> None:
    """The map as a picture for papers, where it is asked for."""
    if not st.toggle("The map as a picture to download", key="picture", bind="query-params"):
        return
    screen.chart(pictures.draw_map(context, shade, shaded, outlines), key="picture_map")
    screen.legend(shaded.legend, key="picture_legend")


def draw_matrix(context: PageContext, wards: Wards, crimes: Sequence[Measure], on_pick: PickWard) -> None:
    """Every crime type in every ward, against the borough."""
    table = tables.build_type_matrix(
        wards, crimes, context.unit, context.mode, context.filters.wards, context.measure.code
    )
    messages.caption(findings.describe_matrix(wards, crimes))
    screen.legend(tables.build_ratio_legend(context.mode), key="matrix_legend")
    widgets.table(table, key="matrix", mode=context.mode, on_pick=on_pick)
    screen.download(table, f"crime types by ward {context.periods[0]}")
