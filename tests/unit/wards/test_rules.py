"""The rules of the ward map, on a made borough of four wards; expected figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pandas as pd
import pytest

from csp.comparison.standings import Basis
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.statistics.shrinkage import shrink_rates
from csp.topics.wards import rules

NAMES = {"A": "Abbey", "B": "Bridge", "C": "Church", "D": "Dene"}
# D has no population. The borough's is more than the sum of its wards'.
PEOPLE = {"A": 1000, "B": 1000, "C": 2000, "HOME": 5000}
BASIS = Basis(
    home="HOME",
    districts=("HOME", "NEXT"),
    populations=Populations({(code, 2020): n for code, n in PEOPLE.items()}),
    years=(2020, 2020),
    comparable=True,
    whole_home=True,
    small_base=50,
    significance=0.05,
    vocabulary="recorded",
)
# measure, ward, now, before; "" and X are no known ward, and the row of another measure is left out.
ROWS = [
    ("robbery", "A", 39, 67),
    ("robbery", "B", 25, 16),
    ("robbery", "C", 10, 0),
    ("robbery", "D", 4, 4),
    ("robbery", "", 5, 1),
    ("robbery", "X", 2, 3),
    ("burglary", "A", 10, 10),
    ("unasked", "A", 99, 99),
]


def made(rows=ROWS, basis=BASIS, measures=("robbery", "burglary")):
    counts = pd.DataFrame(rows, columns=["measure", "ward_code", "now", "before"])
    return rules.count_by_ward(counts, measures, NAMES, basis, "Homeborough")


WARDS = made()


def figures(code, wards=WARDS, measure="robbery"):
    return next(row for row in rules.compute_ward_figures(wards, measure) if row.code == code)


# Level, rate and rank.


def test_smoothed_rates_are_those_of_all_the_wards_with_a_population_and_few_take_part():
    rates = shrink_rates([39, 25, 10], [1000, 1000, 2000], WARDS.basis.dispersions.of("robbery", "ward"))
    assert [figures(code).smoothed for code in "ABC"] == pytest.approx(list(rates))
    assert 1000 * 10 / 2000 < figures("C").smoothed < 1000 * 74 / 4000
    assert isnan(figures("D").smoothed)
    assert isnan(rules.compute_borough_figures(WARDS, "robbery").smoothed)


def test_the_borough_is_its_wards_and_what_lies_in_none_of_them():
    whole = rules.compute_borough_figures(WARDS, "robbery")
    assert (whole.change.now, whole.change.before, whole.name) == (85, 91, "Homeborough")
    assert WARDS.unplaced.tolist() == [7, 0]
    assert whole.rate == 85 / 5
    assert whole.ratio == 1


def test_a_ward_has_its_rate_with_limits_and_the_same_over_the_boroughs():
    abbey = figures("A")
    assert (abbey.change.now, abbey.rate) == (39, 39)
    assert (abbey.low, abbey.high) == (pytest.approx(27.73, abs=0.01), pytest.approx(53.32, abs=0.01))
    assert abbey.ratio == pytest.approx(39 / 17)
    assert abbey.ratio_low == pytest.approx(27.73 / 17, abs=0.001)
    assert abbey.apart


def test_a_ward_whose_limits_hold_the_boroughs_rate_is_not_apart():
    assert not figures("B").apart  # 25 per 1,000 (16.2 to 36.9) around 17
    assert figures("C").apart  # 5 per 1,000 (2.4 to 9.2) below 17


def test_wards_are_ranked_by_rate_from_the_lowest():
    assert [figures(code).rank for code in "ABCD"] == [3, 2, 1, 0]


def test_ranks_are_among_the_wards_with_five_or_more():
    rows = [("robbery", "A", 39, 67), ("robbery", "B", 25, 16), ("robbery", "C", 4, 0)]
    few = made(rows)
    assert [figures(code, few).rank for code in "ABC"] == [2, 1, 0]
    assert figures("A", few).rank_worst == 2
    even = made([("robbery", "A", 10, 9), ("robbery", "C", 20, 9), ("robbery", "B", 4, 9)])
    assert [(figures(code, even).rank, figures(code, even).tied) for code in "AC"] == [(1, True), (1, True)]


def test_a_ward_without_population_has_a_count_and_a_change_and_no_rate_rank_or_ratio():
    dene = figures("D")
    assert (dene.change.now, dene.change.difference, dene.rank) == (4, 0, 0)
    assert all(isnan(value) for value in (dene.rate, dene.low, dene.high, dene.ratio))
    assert not dene.apart
    assert rules.list_wards_without_population(WARDS) == ("Dene",)


def test_a_year_without_population_is_told_with_the_one_that_stands_in():
    assert rules.list_borrowed_years(WARDS) == ()
    assert rules.list_borrowed_years(made(basis=replace(BASIS, years=(2022, 2021)))) == (2020,)


# Change and its signal.


def test_change_comes_with_its_percentage_and_the_mark_of_a_small_base():
    assert (figures("A").change.difference, figures("A").change.pct) == (-28, pytest.approx(-41.8, abs=0.1))
    assert not figures("A").change.small_base
    assert figures("B").change.small_base
    assert figures("C").change.pct is None  # from 0


def test_the_p_of_a_ward_is_that_of_the_method():
    assert figures("A").change.p == pytest.approx(0.0065, abs=0.0001)
    assert figures("B").change.p == pytest.approx(0.1641, abs=0.0001)


def test_a_change_of_a_ward_is_decided_over_the_types_of_that_ward():
    # 0.04 alone is a clear change; beside a type that did not change it is not. Other wards play no part.
    rows = [("robbery", "A", 41, 61), ("burglary", "A", 50, 50), *(("robbery", c, 10, 99) for c in "BCD")]
    counts = pd.DataFrame(rows, columns=["measure", "ward_code", "now", "before"])
    types = ("robbery", "burglary")
    alone = rules.count_by_ward(counts, types, NAMES, BASIS, "Homeborough", judged=("robbery",))
    together = rules.count_by_ward(counts, types, NAMES, BASIS, "Homeborough")
    assert 0.03 < (figures("A", alone).change.p or 1) < 0.05
    assert figures("A", alone).change.is_real
    assert not figures("A", together).change.is_real


def test_a_ward_the_patch_of_it_alone_and_the_verdict_agree():
    for code in "ABCD":
        patch = rules.compute_patch_figures(WARDS, "robbery", [code], "Patch")
        assert patch.change == figures(code).change


def test_without_a_comparison_nothing_is_said_of_change():
    change = figures("A", made(basis=replace(BASIS, comparable=False))).change
    assert (change.before, change.difference, change.pct, change.p, change.is_real) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert change.now == 39


# What is chosen.


def test_a_patch_sums_its_wards_and_has_no_rank():
    patch = rules.compute_place_figures(WARDS, "robbery", ["A", "C"], "Abbey and Church")
    assert (patch.change.now, patch.change.before, patch.change.difference) == (49, 67, -18)
    assert patch.rate == pytest.approx(49 / 3)
    assert (patch.rank, patch.name) == (0, "Abbey and Church")


def test_a_patch_with_a_ward_without_population_has_no_rate():
    patch = rules.compute_place_figures(WARDS, "robbery", ["A", "D"], "Abbey and Dene")
    assert patch.change.now == 43
    assert isnan(patch.rate)


def test_one_ward_is_the_very_row_of_the_table_and_none_is_the_borough():
    assert rules.compute_place_figures(WARDS, "robbery", ["B"], "Bridge") is figures("B")
    assert rules.compute_place_figures(WARDS, "robbery", [], "Homeborough").change.now == 85


@pytest.mark.parametrize(
    ("selection", "code", "add", "after"),
    [
        ((), "A", False, ("A",)),
        (("A",), "B", False, ("B",)),
        (("A", "B"), "A", False, ("A",)),
        (("A",), "A", False, ()),
        ((), "A", True, ("A",)),
        (("A",), "B", True, ("A", "B")),
        (("A", "B"), "A", True, ("B",)),
        (("A",), "A", True, ()),
    ],
)
def test_a_click_replaces_the_choice_or_adds_to_it_and_a_second_one_takes_it_back(
    selection, code, add, after
):
    assert rules.pick_ward(selection, code, add) == after


# Ratios, mix, trend, points.


def test_ratios_are_those_of_the_rows_and_missing_where_the_borough_has_none():
    wards = made([*ROWS, ("fraud", "A", 0, 3)], measures=("robbery", "burglary", "fraud"))
    ratio, low, high = rules.compute_ratios(wards, ["burglary", "robbery", "fraud"])
    assert ratio[0].tolist()[:3] == pytest.approx([10 / 2, 0, 0])
    assert ratio[1, 0] == pytest.approx(figures("A").ratio)
    assert np.isnan(ratio[2]).all()
    assert (low[:2, :3] <= ratio[:2, :3]).all()
    assert (high[:2, :3] >= ratio[:2, :3]).all()
    # A and C in robbery, and A in burglary (2 in the district), 10 (4.8 to 18.4). C has 0 of 2,000 people
    # there, whose limits leave out 1 (up to 0.92), but on fewer than 5; those of B, 0 of 1,000, do not.
    assert high[0, 2] < 1
    assert rules.count_ratios_apart(wards, ["robbery", "burglary"]) == (3, 6)


@pytest.mark.parametrize("source", ["sample", "police"])
def test_the_shares_of_crime_hold_every_crime_of_a_source_once(source):
    measures_file = read_catalogue()
    vocabulary = measures_file.sources[source].vocabulary
    shares = rules.list_shares_of_crime(measures_file.offered(source))
    counted = [code for measure in shares for code in measure.offences[vocabulary]]
    crimes = [o.code for o in measures_file.offences[vocabulary].values() if o.kind == "crime"]
    assert sorted(counted) == sorted(crimes)


def test_the_matrix_has_the_total_its_shares_the_incidents_and_what_is_chosen():
    offered = read_catalogue().offered("sample")
    codes = [m.code for m in rules.list_matrix_measures(offered, "hate_crime")]
    assert codes[0] == "all_crime"
    assert {"asb", "domestic_abuse", "burglary"} < set(codes)
    assert codes[-1] == "hate_crime"
    assert "asb_rowdy" not in codes
    assert len(codes) == len(set(codes)) == len(rules.list_matrix_measures(offered, "all_crime")) + 1


def test_a_mix_sums_to_a_hundred_and_follows_the_choice():
    shares = [m for m in read_catalogue().measures.values() if m.code in ("robbery", "burglary")]
    assert rules.compute_mix(WARDS, shares, ["A"]) == pytest.approx(
        {"burglary": 1000 / 49, "robbery": 3900 / 49}
    )
    assert rules.compute_mix(WARDS, shares, []) == pytest.approx(
        {"burglary": 1000 / 95, "robbery": 8500 / 95}
    )
    assert rules.compute_mix(made([]), shares, ["A"]) == {}


def test_the_level_at_the_boroughs_rate_is_scaled_by_people():
    assert rules.scale_to_place([50.0, None, 0.0], 1000, 5000) == [10.0, None, 0.0]
    assert rules.scale_to_place([50.0], float("nan"), 5000) == [None]


def test_map_points_are_narrowed_to_the_wards_chosen():
    frame = pd.DataFrame({"ward_code": ["A", "B", ""], "n": [3, 2, 1]})
    points = rules.MapPoints(frame)
    assert points.narrow(["B", "A"])["n"].tolist() == [3, 2]
    assert points.narrow([])["n"].tolist() == [3, 2, 1]


def test_a_map_point_is_found_again_by_its_id():
    points = pd.DataFrame(
        {"longitude": [0.28487, 0.3], "latitude": [51.13587, 51.1], "location": ["Shopping Area", ""]}
    )
    key = rules.identify_point(0.28487, 51.13587)
    assert rules.find_point(points, key) == (0.28487, 51.13587, "Shopping Area")
    for unknown in ("", "0.1,51.0", "north,south", "0.28487", "nan,nan"):
        assert rules.find_point(points, unknown) is None


def test_adjusted_shares_can_be_off_by_three_of_all_crime_of_the_ward():
    shares = rules.list_shares_of_crime(read_catalogue().measures.values())
    measures = tuple(measure.code for measure in shares)
    rows = [(code, "A", 20, 20) for code in measures]
    public = made(rows, replace(BASIS, is_public=True), measures)
    assert rules.find_least_excess(public, shares, ["A"]) == pytest.approx(100 * 3 / (20 * len(measures)))
    assert rules.find_least_excess(public, shares, []) == 0
    assert rules.find_least_excess(made(rows, BASIS, measures), shares, ["A"]) == 0
