"""The parts of the Trends page, one function each: the chart of unusual months, and what its tabs hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from csp.core import wording
from csp.core.events import Event
from csp.core.markup import bold, join
from csp.core.measures import Measure
from csp.shell import filter_bar, messages, screen, widgets
from csp.topics.trends import charts, findings, pictures, tables
from csp.topics.trends.pictures import TrendContext
from csp.topics.trends.rules import (
    Comparison,
    Control,
    Line,
    TargetCheck,
    Total,
    Verdict,
    Year,
)

TABLE_HEIGHT = 330
"""Height of the table of months in px: it has 36 rows, and scrolls."""


def draw_control(
    context: TrendContext, control: Control, events: Sequence[Event], target: TargetCheck | None = None
) -> None:
    """The months with the usual range, and the clearest findings marked on it."""
    screen.chart(pictures.draw_control(context, control, events, target), key="control")


def draw_totals(context: TrendContext, control: Control, totals: Sequence[Total]) -> None:
    """Totals of 12 months, in the place of the control chart where months are too few to judge."""
    screen.chart(pictures.draw_totals(context, control, totals), key="control")


def draw_months(context: TrendContext, control: Control, adjusts: bool) -> None:
    """Every month behind the chart as a table. adjusts: whether the reader wants seasons out of it."""
    sentences = [
        findings.describe_basis(control),
        findings.describe_season(control, adjusts),
        "" if control.is_rare else findings.WINDOW,
    ]
    messages.caption(" ".join(filter(None, sentences)))
    months = tables.build_control_table(control)
    with st.container(height=TABLE_HEIGHT, border=False):
        widgets.table(months, key="control_months", mode=context.mode)
    screen.download(months, f"{context.measure.label} unusual months {context.window}")


def draw_areas(
    context: TrendContext, lines: Sequence[Line], comparison: Comparison, borrowed: Sequence[tuple[int, int]]
) -> None:
    """The borough beside the county and the neighbours. borrowed: years with the population of another."""
    unit = findings.describe_figure(comparison, context.county)
    screen.chart(pictures.draw_areas(context, lines, comparison), key="areas")
    for sentence in wording.borrowed_years(borrowed):
        messages.note(sentence)
    screen.download(
        tables.build_area_table(lines, comparison, unit),
        f"{context.measure.label} by area {context.window} {unit}",
    )


def draw_years(context: TrendContext, years: Sequence[Year]) -> None:
    """The years over each other."""
    screen.chart(pictures.draw_years(context, years), key="years")
    screen.download(
        tables.build_year_table(years, charts.list_month_names(context.year_start)),
        f"{context.measure.label} by year {context.window}",
    )


def draw_types(
    context: TrendContext,
    measures: Sequence[Measure],
    controls: Mapping[str, Control],
    verdicts: Mapping[str, Verdict],
    separate: Sequence[str],
) -> None:
    """A small chart of every crime type, in the order given; a click chooses one.

    separate: the codes of those that share no records, which the title counts.
    """
    labels = {measure.code: measure.label for measure in measures}
    words = context.credit(
        findings.write_multiples_title([verdicts[code] for code in separate]),
        f"{context.place}, {context.window}. {findings.MULTIPLES_READ}",
    )
    messages.paragraph(join([bold(f"{words.title}."), findings.MULTIPLES_READ, "Click one to choose it."]))
    widgets.multiples(
        [
            tables.build_multiple(m, controls[m.code], verdicts[m.code], m is context.measure)
            for m in measures
        ],
        words,
        key="types",
        mode=context.mode,
        on_pick=lambda code: filter_bar.choose(type=labels[code]),
    )
    screen.download(
        tables.build_type_table(measures, controls, verdicts, context.measure.code),
        f"crime types last month {context.window}",
    )
