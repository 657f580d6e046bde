"""The rules: what is computed from counts. Pure functions over arrays; no I/O, no screen.

Arguments are broadcast. A number in gives a number out, anything longer gives an array.
"""

from csp.statistics.change import benjamini_hochberg, change_p, signals, signals_among
from csp.statistics.control import ControlChart, Signal, funnel_limits, xmr
from csp.statistics.ranks import Gap, gap_to, gap_to_rank, rank_ranges, ranks
from csp.statistics.rates import count_limits, rate, rate_limits
from csp.statistics.season import deseasonalise, season_p, seasonal_factors

__all__ = [
    "ControlChart",
    "Gap",
    "Signal",
    "benjamini_hochberg",
    "change_p",
    "count_limits",
    "deseasonalise",
    "funnel_limits",
    "gap_to",
    "gap_to_rank",
    "rank_ranges",
    "ranks",
    "rate",
    "rate_limits",
    "season_p",
    "seasonal_factors",
    "signals",
    "signals_among",
    "xmr",
]
