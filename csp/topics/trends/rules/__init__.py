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
    Control,
    Judging,
    SeriesRules,
    drop_incomplete,
    judge_every_series,
    judge_series,
    keep_clearest,
)
from csp.topics.trends.rules.months import YEARS, Series, history_period, window_period, window_scope
from csp.topics.trends.rules.signs import ORDER, Sign
from csp.topics.trends.rules.slopes import LEAST_YEAR, Slope, is_too_few_for_slope
from csp.topics.trends.rules.targets import TargetCheck, check_target
from csp.topics.trends.rules.totals import Total, sum_years
from csp.topics.trends.rules.verdicts import Verdict, judge_last_month, list_separate, order_by_evidence
from csp.topics.trends.rules.years import Year, blank_incomplete, count_below_and_above, cut_years, year_label

__all__ = [
    "FEW",
    "LEAST_YEAR",
    "ORDER",
    "YEARS",
    "Comparison",
    "Control",
    "Judging",
    "Line",
    "Places",
    "Series",
    "SeriesRules",
    "Sign",
    "Slope",
    "TargetCheck",
    "Total",
    "Verdict",
    "Year",
    "area_counts",
    "area_lines",
    "blank_incomplete",
    "check_target",
    "compute_figures",
    "count_below_and_above",
    "count_people",
    "cut_years",
    "draw_line",
    "drop_incomplete",
    "history_period",
    "is_too_few_for_slope",
    "judge_every_series",
    "judge_last_month",
    "judge_series",
    "keep_clearest",
    "list_borrowed_years",
    "list_separate",
    "order_by_evidence",
    "sum_years",
    "window_period",
    "window_scope",
    "year_label",
]
