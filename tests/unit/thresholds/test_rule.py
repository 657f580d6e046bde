"""A rule survives its address, and a bad address gives a usable rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.core.measures import read_catalogue
from csp.topics.thresholds.rules import BALANCED, SCENARIOS, Rule, default_measures
from csp.topics.thresholds.rules.rule import KEYS

CODES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True), max_size=4, unique=True).map(tuple)
RULES = st.builds(
    Rule,
    watch=st.sampled_from(["types", "ward_types"]),
    months=st.sampled_from([1, 3, 12]),
    against=st.sampled_from(
        [
            "same months last year",
            "mean of the three previous",
            "the county's rate",
            "the middle of the peers",
            "control limits",
        ]
    ),
    limit=st.floats(0, 1000, allow_nan=False),
    unit=st.sampled_from(["%", "sd"]),
    direction=st.sampled_from(["up", "down", "both"]),
    least=st.integers(0, 100_000),
    significant=st.booleans(),
    exclude=CODES,
    measures=CODES,
)
SIDEBAR_KEYS = {"type", "ward", "to", "months", "against", "source", "whole_months"}


@given(rule=RULES, default=RULES)
def test_a_rule_read_from_its_own_address_is_the_same_rule_whatever_the_default(rule, default):
    assert Rule.from_query(rule.to_query(), default) == rule


@given(default=RULES)
def test_an_address_without_a_rule_gives_the_default(default):
    assert Rule.from_query({}, default) == default


@given(
    default=RULES,
    mapping=st.dictionaries(
        st.sampled_from(sorted(KEYS.values())), st.lists(st.text(max_size=9), max_size=3)
    ),
)
def test_no_address_is_bad_enough_to_fail(default, mapping):
    assert isinstance(Rule.from_query(mapping, default), Rule)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("watch", "everything"),
        ("over", "2"),
        ("over", "three"),
        ("versus", "last week"),
        ("limit", "nan"),
        ("limit", "-5"),
        ("limit", "1001"),
        ("unit", "pints"),
        ("direction", "sideways"),
        ("least", "-1"),
        ("least", "2.5"),
        ("beyond_chance", "perhaps"),
        ("watched", "<script>"),
    ],
)
def test_a_field_that_cannot_be_read_is_the_default_s_and_the_others_are_kept(key, text):
    default = Rule(limit=12.5, measures=("asb",))
    other = "least" if key != "least" else "over"
    kept = {"least": "77", "over": "3"}[other]
    rule = Rule.from_query({key: text, other: kept}, default)
    expected = {"least": 77} if other == "least" else {"months": 3}
    assert rule == Rule(**{"limit": 12.5, "measures": ("asb",), **expected})


def test_codes_that_are_not_known_are_dropped_and_a_list_of_none_known_is_the_default_s():
    default = Rule(measures=("asb",))
    some = Rule.from_query({"watched": ["robbery", "witchcraft"]}, default, measures=["robbery", "asb"])
    none = Rule.from_query({"watched": ["witchcraft"]}, default, measures=["robbery", "asb"])
    assert some.measures == ("robbery",)
    assert none.measures == ("asb",)


def test_the_address_does_not_use_a_name_of_the_sidebar():
    assert not SIDEBAR_KEYS & set(Rule().to_query())
    assert not any(key.startswith("without_") for key in Rule().to_query())


def test_the_address_can_be_read_by_people():
    assert Rule(months=3, limit=30.0, exclude=("covid",)).to_query() == {
        "watch": ["ward_types"],
        "over": ["3"],
        "versus": ["same months last year"],
        "limit": ["30"],
        "unit": ["%"],
        "direction": ["up"],
        "least": ["20"],
        "beyond_chance": ["yes"],
        "leave_out": ["covid"],
        "watched": [""],
    }


@pytest.mark.parametrize(
    "wrong", [{"months": 2}, {"limit": -1}, {"limit": float("nan")}, {"least": -1}, {"watch": "x"}]
)
def test_a_value_that_no_control_gives_is_refused(wrong):
    with pytest.raises(ValueError, match=r"not one of|between"):
        Rule(**wrong)


def test_three_scenarios_ship_each_with_a_sentence_and_the_default_rule_is_the_balanced_one():
    assert [s.name for s in SCENARIOS] == ["Cautious", "Balanced", "Sensitive"]
    assert all(s.meaning.endswith(".") for s in SCENARIOS)
    assert Rule() == BALANCED.rule


def test_totals_and_sub_types_are_not_watched_by_default():
    watched = default_measures(read_catalogue(), "sample")
    totals = {"all_crime", "victim_based_crime", "violent_crime"}
    assert not (totals | {"drug_possession", "asb_rowdy"}) & set(watched)
    assert {"asb", "drug_offences", "domestic_abuse", "hate_crime", "robbery"} <= set(watched)


@pytest.mark.parametrize("source", ["sample", "police"])
def test_every_offence_is_watched_by_default(source):
    known = read_catalogue()
    vocabulary = known.sources[source].vocabulary
    watched = [known.measures[code] for code in default_measures(known, source)]
    covered = {o for m in watched if m.flag is None for o in m.offences[vocabulary]}
    assert covered == set(known.offences[vocabulary])


@pytest.mark.parametrize(
    "value", [5, 1e300, True, None, {}, {"a": 1}, [1], [[]], [{}], [None, "X"], ["9" * 5000]]
)
def test_a_saved_rule_of_wrong_types_is_the_default_there(value: object) -> None:
    default = Rule()
    for key in KEYS.values():
        assert Rule.from_query({key: value}, default) == default
