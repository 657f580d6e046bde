"""Harm by published weights: the check values of the method, and what has no score."""

from __future__ import annotations

import csv

import pytest

from csp.core import settings
from csp.core.harm import HarmChoice, Index, build_weights, read_indices, read_mix, weigh_measure
from csp.core.measures import read_catalogue

MEASURES = read_catalogue().measures


def weights_of(vocabulary="street", **choice):
    return build_weights(read_indices(), read_mix(), vocabulary, HarmChoice(**choice))


@pytest.mark.parametrize(
    ("offence", "days"),
    [
        ("violence_and_sexual_offences", 167.61),
        ("burglary", 249.78),
        ("criminal_damage_and_arson", 7.66),
        ("drugs", 3.85),
        ("robbery", 365),
        ("possession_of_weapons", 273.75),
        ("public_order", 7.5),
        ("other_crime", 10),
        ("vehicle_crime", 5),
        ("shoplifting", 1),
    ],
)
def test_the_medians_of_the_street_categories_are_those_of_kents_mix(offence, days):
    assert round(weights_of().days[offence], 2) == days


def test_every_offence_that_is_a_crime_has_a_weight_and_no_incident_has_one():
    for vocabulary, offences in read_catalogue().offences.items():
        crimes = {offence.code for offence in offences.values() if offence.kind == "crime"}
        assert set(weights_of(vocabulary).days) == crimes


def test_both_vocabularies_weigh_the_same_mix_the_same():
    recorded, street = weights_of("recorded").days, weights_of().days
    mixed = (68425 * recorded["violence_against_the_person"] + 6603 * recorded["sexual_offences"]) / 75028
    assert mixed == pytest.approx(street["violence_and_sexual_offences"])
    drugs = (2683 * recorded["drug_trafficking"] + 3667 * recorded["drug_possession"]) / 6350
    assert drugs == pytest.approx(street["drugs"])


def test_the_mean_weighs_more_than_the_median_where_a_few_offences_are_grave():
    median, mean = weights_of().days, weights_of(statistic="mean").days
    assert mean["violence_and_sexual_offences"] > 2 * median["violence_and_sexual_offences"]
    assert mean["drugs"] == pytest.approx((3667 * 17.4 + 2683 * 236.2) / 6350)
    assert mean["robbery"] == median["robbery"]


def test_offences_found_by_police_are_left_out_on_request():
    weights = weights_of(found=False)
    assert weights.left_out == {"drugs", "possession_of_weapons"}
    drugs = weigh_measure({("drugs", None): 10}, MEASURES["drug_offences"], "street", weights)
    assert (drugs.count, drugs.days, drugs.left_out) == (10, None, True)
    crime = {("drugs", None): 10, ("robbery", None): 2}
    assert weigh_measure(crime, MEASURES["all_crime"], "street", weights).days == 2 * 365


def test_what_no_index_scores_has_no_score():
    asb = weigh_measure({("anti_social_behaviour", None): 90}, MEASURES["asb"], "street", weights_of())
    assert (asb.count, asb.days, asb.left_out) == (90, None, False)


def test_a_measure_of_a_flag_weighs_the_offences_that_carry_it():
    tally = {("robbery", "hate"): 2, ("robbery", None): 50, ("shoplifting", "hate"): 3}
    hate = weigh_measure(tally, MEASURES["hate_crime"], "recorded", weights_of("recorded"))
    assert (hate.count, hate.days) == (5, 2 * 365 + 3)


def test_an_index_that_lacks_a_subgroup_gives_its_offences_no_score():
    other = Index("home_office_costs", {"Robbery": 11320.0}, {"Robbery": 11320.0})
    weights = build_weights({"home_office_costs": other}, read_mix(), "street", HarmChoice())
    assert weights.days == {"robbery": 11320.0}
    assert weights.name == "home office costs"


def test_an_imported_index_stands_beside_the_shipped_one():
    row = {"index": "css", "subgroup": "Robbery", "median_days": 746.0, "mean_days": 746.0}
    assert list(read_indices([row])) == ["cchi_2026_derived", "css"]


def test_the_table_is_the_published_one():
    with (settings.REFERENCE / "harm_weights.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["index", "subgroup", "median_days", "mean_days"]
    assert {row["index"] for row in rows} == {"cchi_2026_derived"}
