"""The charts of the Trends page with their words, as the page and the report show them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from csp.core.events import Event
from csp.core.filters import Period
from csp.core.measures import Measure, Source
from csp.shell import theme
from csp.shell.chart import Chart, Words
from csp.topics.trends import charts, findings, tables
from csp.topics.trends.rules import (
    ORDER,
    Comparison,
    Control,
    Line,
    TargetCheck,
    Total,
    Year,
    keep_clearest,
)


@dataclass(frozen=True)
class TrendContext:
    """What every part of the page is drawn with.

    place and window (the months shown) are in words. few: what stands in the place of every claim
    where the wards chosen have too few in the period, else "". provisional: months that the source may yet
    revise.
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
    provisional: frozenset[date] = frozenset()

    def credit(self, title: str, subtitle: str) -> Words:
        """The words of a chart with the credit of the source."""
        return Words(title, subtitle, self.source.credit)


def draw_control(
    context: TrendContext, control: Control, events: Sequence[Event], target: TargetCheck | None = None
) -> Chart:
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
    marks = charts.ControlMarks(events, tones, says, line, context.provisional)
    return charts.build_control_chart(clearest, marks, words, context.mode)


def draw_totals(context: TrendContext, control: Control, totals: Sequence[Total]) -> Chart:
    """Totals of 12 months, in the place of the control chart where months are too few to judge."""
    words = context.credit(
        f"{context.measure.long_label}: {context.few or findings.write_totals_title(totals)}",
        findings.describe_totals(control, context.place),
    )
    return charts.build_totals_chart(totals, words, context.mode)


def draw_areas(context: TrendContext, lines: Sequence[Line], comparison: Comparison) -> Chart:
    """The borough beside the county and the neighbours."""
    unit = findings.describe_figure(comparison, context.county)
    label = context.measure.label
    title = findings.write_comparison_title(label, lines[0], lines[-1], comparison)
    if context.few:
        title = f"{label} in {context.place}: {context.few}"
    words = context.credit(title, f"{unit}, {context.window}")
    return charts.build_area_chart(lines, comparison, words, context.mode)


def draw_years(context: TrendContext, years: Sequence[Year]) -> Chart:
    """The years over each other."""
    title = findings.write_years_title(context.measure.label, context.place, years)
    if context.few:
        title = f"{context.measure.label} in {context.place}: {context.few}"
    words = context.credit(title, findings.describe_years(context.place, years))
    return charts.build_year_chart(years, context.year_start, words, context.mode)
