"""A rule refuses what no control can give, and watches every offence by default."""

from __future__ import annotations

import pytest

from csp.core.measures import read_catalogue
from csp.topics.thresholds.rules import BALANCED, SCENARIOS, Rule, default_measures


@pytest.mark.parametrize(
    "wrong", [{"months": 2}, {"limit": -1}, {"limit": float("nan")}, {"least": -1}, {"watch": "x"}]
)
def test_a_value_that_no_control_gives_is_refused(wrong):
    with pytest.raises(ValueError, match=r"not one of|between"):
        Rule(**wrong)


def test_four_scenarios_ship_each_with_a_sentence_and_the_default_rule_is_the_balanced_one():
    assert [s.name for s in SCENARIOS] == ["Cautious", "Balanced", "Sensitive", "Roads"]
    assert all(s.meaning.endswith(".") for s in SCENARIOS)
    assert Rule() == BALANCED.rule


def test_totals_and_sub_types_are_not_watched_by_default():
    watched = default_measures(read_catalogue(), "sample")
    totals = {"all_crime", "victim_based_crime", "violent_crime"}
    assert not (totals | {"drug_possession", "asb_rowdy"}) & set(watched)
    assert {"asb", "drug_offences", "domestic_abuse", "hate_crime", "robbery"} <= set(watched)


@pytest.mark.parametrize("source", ["sample", "police"])
def test_every_offence_is_watched_by_default(source):
    measures, vocabulary = read_catalogue().measures, read_catalogue().sources[source].vocabulary
    watched = [measures[code] for code in default_measures(read_catalogue(), source)]
    covered = {o for m in watched if m.flag is None for o in m.offences[vocabulary]}
    assert covered == set(read_catalogue().offences[vocabulary])
