"""Volume and harm side by side: shares of all crime, ranks among places, and what is not said."""

from __future__ import annotations

import pytest

from csp.comparison.harm_tables import (
    Place,
    build_place_table,
    build_type_table,
    describe_types,
    describe_weights,
)
from csp.core.harm import Harm, HarmWeights
from csp.core.measures import read_catalogue

MEASURES = read_catalogue().measures
LISTED = [MEASURES[code] for code in ("all_crime", "violent_crime", "shoplifting", "asb", "drug_offences")]
HARMS = {
    "all_crime": Harm(1000, 100_000.0),
    "violent_crime": Harm(410, 76_000.0),
    "shoplifting": Harm(300, 300.0),
    "asb": Harm(200, None),
    "drug_offences": Harm(40, None, left_out=True),
}


def texts(table):
    return {row.id: [cell.text for cell in row.cells] for row in table.rows}


def test_each_type_has_its_share_of_crimes_and_of_harm():
    rows = texts(build_type_table(LISTED, HARMS, "shoplifting"))
    assert rows["violent_crime"] == ["Violent crime", "410", "41.0%", "76,000", "76.0%", "185.4"]
    assert rows["shoplifting"] == ["Shoplifting", "300", "30.0%", "300", "0.3%", "1.0"]
    assert rows["asb"] == ["ASB incidents", "200", "–", "no score", "–", "–"]
    assert rows["drug_offences"][3:] == ["left out", "–", "–"]


def test_the_sentence_is_of_the_type_selected_or_of_the_one_that_differs_most():
    of = [describe_types(LISTED, HARMS, selected, "Park") for selected in ("all_crime", "shoplifting", "asb")]
    assert of[0] == of[2] == "In Park, violent crime: 41% of crimes and 76% of harm."
    assert of[1] == "In Park, shoplifting: 30% of crimes and 0% of harm."
    assert describe_types(LISTED, {code: Harm(9, None) for code in HARMS}, "", "Park") == ""


def test_places_are_ranked_by_rate_and_by_harm_and_none_on_fewer_than_5():
    places = [
        Place("a", "A", Harm(50, 100.0), 1000),
        Place("b", "B", Harm(20, 7300.0), 1000),
        Place("c", "C", Harm(4, 1460.0), 1000),
        Place("d", "D", Harm(30, 60.0), float("nan")),
    ]
    rows = texts(build_place_table(places, "per 1,000", "Ward", MEASURES["all_crime"], ["a"]))
    assert rows["a"] == ["A", "50", "50.0", "highest", "100", "100.0", "lowest"]
    assert rows["b"] == ["B", "20", "20.0", "lowest", "7,300", "7,300.0", "highest"]
    assert rows["c"] == ["C", "4", "–", "–", "1,460", "–", "–"]
    assert rows["d"] == ["D", "30", "–", "–", "60", "–", "–"]
    unranked = build_place_table(places, "per 1,000", "Ward", MEASURES["all_crime"], ["a"], is_ranked=False)
    assert texts(unranked)["a"] == ["A", "50", "50.0", "100", "100.0"]
    assert not [column.label for column in unranked.columns if "Rank" in column.label]


@pytest.mark.parametrize(
    ("left_out", "words"), [(frozenset(), "offence."), (frozenset({"drugs"}), "found by police activity.")]
)
def test_the_line_below_names_the_index_and_what_is_left_out(left_out, words):
    text = describe_weights(HarmWeights("derived from X", "mean", {}, left_out))
    assert text.startswith("Harm in days of prison, derived from X, average of each kind of offence")
    assert text.endswith(words)
