"""The parts of the Trends page, one function each: the chart of unusual months, and what its tabs hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from csp.core.events import Event
from csp.core.filters import Period
from csp.core.markup import bold, join
from csp.core.measures import Measure, Source
from csp.shell import filter_bar, messages, screen, theme, widgets
from csp.shell.chart import Words
from csp.topics.trends import charts, findings, tables
from csp.topics.trends.rules import (
    ORDER,
    Comparison,
    Control,
    Line,
    TargetCheck,
    Total,
    Verdict,
    Year,
    keep_clearest,
)

TABLE_HEIGHT = 330
"""Height of the table of months in px: it has 36 rows, and scrolls."""


@dataclass(frozen=True)
class TrendContext:
    """What every part of the page is drawn with.

    place and window (the months shown) are in words. few: what stands in the place of every claim
    where the wards chosen have too few in the period, else "".
    """

    measure: Measure
    source: Source
    place: str
    county: str
    period: Period
    window: str
    year_start: int
    mode: theme.Mode
    few: str = ""

    def credit(self, title: str, subtitle: str) -> Words:
        """The words of a chart with the credit of the source."""
        return Words(title, subtitle, self.source.credit)


def draw_control(
    context: TrendContext, control: Control, events: Sequence[Event], target: TargetCheck | None = None
) -> None:
    """The months with the usual range, and the clearest findings marked on it."""
    measure, period = context.measure, context.period.each()
    clearest = replace(control, signs=()) if context.few else keep_clearest(control, period)
    weakest_first = sorted(clearest.signs, key=lambda sign: -ORDER.index(sign.rule))
    says = {i: findings.explain_sign(clearest, sign) for sign in weakest_first for i in sign.at}
    words = context.credit(
        f"{measure.long_label}: {context.few or findings.write_control_title(control, period)}",
        f"{findings.describe_charted(control)}, {context.place}, {context.window}; "
        "band: average and usual range",
    )
    tones = {up: tables.choose_tone(up, measure.polarity) for up in (True, False)}
    line = (target.monthly, findings.name_target(target)) if target else None
    marks = charts.ControlMarks(events, tones, says, line)
    screen.chart(charts.build_control_chart(clearest, marks, words, context.mode), key="control")


def draw_totals(context: TrendContext, control: Control, totals: Sequence[Total]) -> None:
    """Totals of 12 months, in the place of the control chart where months are too few to judge."""
    words = context.credit(
        f"{context.measure.long_label}: {context.few or findings.write_totals_title(totals)}",
        findings.describe_totals(control, context.place),
    )
    screen.chart(charts.build_totals_chart(totals, words, context.mode), key="control")


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
    label = context.measure.label
    title = findings.write_comparison_title(label, lines[0], lines[-1], comparison)
    if context.few:
        title = f"{label} in {context.place}: {context.few}"
    words = context.credit(title, f"{unit}, {context.window}")
    screen.chart(charts.build_area_chart(lines, comparison, words, context.mode), key="areas")
    for sentence in findings.describe_borrowed_years(borrowed):
        messages.note(sentence)
    screen.download(
        tables.build_area_table(lines, comparison, unit),
        f"{context.measure.label} by area {context.window} {unit}",
    )


def draw_years(context: TrendContext, years: Sequence[Year]) -> None:
    """The years over each other."""
    title = findings.write_years_title(context.measure.label, context.place, years)
    if context.few:
        title = f"{context.measure.label} in {context.place}: {context.few}"
    words = context.credit(title, findings.describe_years(context.place, years))
    screen.chart(charts.build_year_chart(years, context.year_start, words, context.mode), key="years")
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
