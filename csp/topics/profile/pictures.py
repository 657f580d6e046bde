"""Charts of the crime-type profile with their words, as the page and the report show them."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.context import PageContext
from csp.shell.chart import Chart
from csp.topics.profile import charts, findings
from csp.topics.profile.rules import Outcome
from csp.topics.wards.rules import Figures, Wards


def draw_ward_rates(context: PageContext, wards: Wards, rows: tuple[Figures, ...]) -> Chart:
    """The wards that may be shown as bars, beside the borough's rate."""
    measure, unit, borough = context.measure, context.unit, context.area.home_name
    words = context.credit(
        findings.write_ward_words(rows, measure, borough, unit, context.periods[0], context.area.is_public)
    )
    level = float(wards.rate[wards.row(measure.code)]), borough
    return charts.ward_rates(
        rows, level, context.filters.wards, unit, words, context.mode, context.area.is_public
    )


def draw_outcomes(context: PageContext, outcomes: Sequence[Outcome]) -> Chart:
    """What became of the cases, as shares."""
    comparable = context.scope.comparable
    words = findings.write_outcome_words(
        outcomes, context.measure, comparable, context.periods[0], context.place
    )
    return charts.outcome_shares(outcomes, comparable, context.credit(words), context.mode)
