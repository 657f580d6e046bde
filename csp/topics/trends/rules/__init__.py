"""The rules of the Trends page: months judged on a control chart, beside others, and by year. Pure.

Every series is monthly counts, oldest first, None where a month is not loaded.
"""

from csp.topics.trends.rules.areas import (
    Comparison,
    Line,
    Places,
    area_counts,
    area_lines,
    compute_figures,
    count_people,
    draw_line,
    list_borrowed_years,
)
from csp.topics.trends.rules.control import (
    FEW,
    ORDER,
    Control,
    Sign,
    drop_incomplete,
    judge_every_series,
    judge_series,
    keep_clearest,
    seasonal_factors,
)
from csp.topics.trends.rules.months import YEARS, Series, history_period, window_period, window_scope
from csp.topics.trends.rules.verdicts import Verdict, judge_last_month, order_by_evidence
from csp.topics.trends.rules.years import Year, blank_incomplete, count_below_and_above, cut_years, year_label

__all__ = [
    "FEW",
    "ORDER",
    "YEARS",
    "Comparison",
    "Control",
    "Line",
    "Places",
    "Series",
    "Sign",
    "Verdict",
    "Year",
    "area_counts",
    "area_lines",
    "blank_incomplete",
    "compute_figures",
    "count_below_and_above",
    "count_people",
    "cut_years",
    "draw_line",
    "drop_incomplete",
    "history_period",
    "judge_every_series",
    "judge_last_month",
    "judge_series",
    "keep_clearest",
    "list_borrowed_years",
    "order_by_evidence",
    "seasonal_factors",
    "window_period",
    "window_scope",
    "year_label",
]
