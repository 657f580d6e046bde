"""The rules of the ward map: what each ward's figures are, and what a click on a ward means. Pure."""

from csp.topics.wards.rules.borough import (
    Wards,
    count_by_ward,
    list_borrowed_years,
    list_wards_without_population,
)
from csp.topics.wards.rules.choice import MapPoints, find_point, identify_point, pick_ward
from csp.topics.wards.rules.figures import (
    Figures,
    compute_borough_figures,
    compute_patch_figures,
    compute_place_figures,
    compute_ward_figures,
)
from csp.topics.wards.rules.mix import (
    compute_mix,
    find_least_excess,
    list_matrix_measures,
    list_shares_of_crime,
)
from csp.topics.wards.rules.ratios import compute_ratios, count_ratios_apart, find_ratios_apart
from csp.topics.wards.rules.trend import scale_to_place

__all__ = [
    "Figures",
    "MapPoints",
    "Wards",
    "compute_borough_figures",
    "compute_mix",
    "compute_patch_figures",
    "compute_place_figures",
    "compute_ratios",
    "compute_ward_figures",
    "count_by_ward",
    "count_ratios_apart",
    "find_least_excess",
    "find_point",
    "find_ratios_apart",
    "identify_point",
    "list_borrowed_years",
    "list_matrix_measures",
    "list_shares_of_crime",
    "list_wards_without_population",
    "pick_ward",
    "scale_to_place",
]
