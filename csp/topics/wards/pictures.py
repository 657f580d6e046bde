"""The map of the wards with its words, as the page and the report show it."""

from __future__ import annotations

from csp.comparison.context import PageContext
from csp.core.geography import Outlines
from csp.shell.chart import Chart
from csp.topics.wards import charts, findings
from csp.topics.wards.charts import Shaded


def draw_map(context: PageContext, shade: str, shaded: Shaded, outlines: Outlines) -> Chart:
    """The wards on their outlines, shaded by one of charts.SHADES, each with its figure."""
    words = context.credit(
        findings.write_picture_words(
            context.measure, shade, context.unit, context.periods[0], context.span, outlines
        )
    )
    return charts.picture(outlines, shaded, words, context.filters.wards, context.mode)
