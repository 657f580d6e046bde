"""The arithmetic of the what-if on the figures: assumptions, totals under them, and districts beside them."""

from csp.topics.what_if.rules.assumptions import Adjustment, OffenceCounts, adjust
from csp.topics.what_if.rules.districts import (
    DistrictCounts,
    build_district_counts,
    build_peers,
    leave_out_flags,
    suppose,
)
from csp.topics.what_if.rules.figures import (
    Basis,
    Peers,
    WhatIf,
    assume_figures,
    suppose_measures,
)

__all__ = [
    "Adjustment",
    "Basis",
    "DistrictCounts",
    "OffenceCounts",
    "Peers",
    "WhatIf",
    "adjust",
    "assume_figures",
    "build_district_counts",
    "build_peers",
    "leave_out_flags",
    "suppose",
    "suppose_measures",
]
