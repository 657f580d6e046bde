"""Months as lines: beside other areas, on a control chart, and year over year. Pure.

Months stand on a plain number line, the first from 0 to 1, so that a dated event falls
where it belongs within its month. Words at the ends of lines are moved apart in Python,
in the data: Vega-Lite does not.
"""

from csp.topics.trends.charts.areas import LINES_HEIGHT, build_area_chart
from csp.topics.trends.charts.control import ControlMarks, build_control_chart
from csp.topics.trends.charts.placing import ROW, row_labels, spread, stagger
from csp.topics.trends.charts.totals import build_totals_chart
from csp.topics.trends.charts.years import build_year_chart, list_month_names

__all__ = [
    "LINES_HEIGHT",
    "ROW",
    "ControlMarks",
    "build_area_chart",
    "build_control_chart",
    "build_totals_chart",
    "build_year_chart",
    "list_month_names",
    "row_labels",
    "spread",
    "stagger",
]
