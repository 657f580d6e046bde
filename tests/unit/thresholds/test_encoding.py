"""A rule survives its address and its scenario, old ones too, and a bad address gives a usable rule."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.topics.thresholds import scenarios
from csp.topics.thresholds.rules import Rule
from csp.topics.thresholds.rules.encoding import (
    KEYS,
    LIMIT_KEYS,
    Labels,
    from_controls,
    from_query,
    to_controls,
    to_query,
    write_value,
)

CODES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True), max_size=4, unique=True).map(tuple)
RULES = st.builds(
    Rule,
    watch=st.sampled_from(["types", "ward_types", "roads"]),
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
LABELS = Labels({"robbery": "Robbery", "asb": "ASB incidents"}, {"covid": "COVID-tagged"})
FILTER_KEYS = {"type", "ward", "to", "months", "against", "source", "whole_months"}


@pytest.mark.slow
@given(rule=RULES, default=RULES)
def test_a_rule_read_from_its_own_address_is_the_same_rule_whatever_the_default(rule, default):
    assert from_query(to_query(rule), default) == rule


@pytest.mark.slow
@given(default=RULES)
def test_an_address_without_a_rule_gives_the_default(default):
    assert from_query({}, default) == default


@given(
    default=RULES,
    mapping=st.dictionaries(st.sampled_from(sorted(KEYS)), st.lists(st.text(max_size=9), max_size=3)),
)
def test_no_address_is_bad_enough_to_fail(default, mapping):
    assert isinstance(from_query(mapping, default), Rule)


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
    value = {"least": "77", "over": "3"}[other]
    rule = from_query({key: text, other: value}, default)
    expected = {"least": 77} if other == "least" else {"months": 3}
    assert rule == Rule(**{"limit": 12.5, "measures": ("asb",), **expected})


def test_codes_that_are_not_known_are_dropped_and_a_list_of_none_known_is_the_default_s():
    default = Rule(measures=("asb",))
    some = from_query({"watched": ["robbery", "witchcraft"]}, default, LABELS)
    none = from_query({"watched": ["witchcraft"]}, default, LABELS)
    assert some.measures == ("robbery",)
    assert none.measures == ("asb",)


def test_the_address_does_not_use_a_name_of_the_filters():
    assert not FILTER_KEYS & set(to_query(Rule()))
    assert not any(key.startswith("without_") for key in to_query(Rule()))


def test_the_address_can_be_read_by_people():
    assert to_query(Rule(months=3, limit=30.0, exclude=("covid",)), LABELS) == {
        "watch": ["crime in a ward"],
        "over": ["3 months"],
        "versus": ["last year"],
        "limit": ["30"],
        "unit": ["Per cent"],
        "direction": ["up"],
        "least": ["20"],
        "beyond_chance": ["true"],
        "leave_out": ["COVID-tagged"],
        "watched": [],
    }


def test_a_saved_scenario_holds_codes_so_that_a_new_label_loses_nothing():
    query = to_query(Rule(exclude=("covid",), measures=("asb", "robbery")))
    assert (query["leave_out"], query["watched"]) == (["covid"], ["asb", "robbery"])


# Scenarios as the store of earlier versions holds them, and the rules that they have always been.
OLD_SCENARIOS = [
    (
        {
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
        },
        Rule(months=3, limit=30.0, exclude=("covid",)),
    ),
    (
        {
            "watch": ["types"],
            "over": ["1"],
            "versus": ["control limits"],
            "limit": ["2.5"],
            "unit": ["sd"],
            "direction": ["both"],
            "least": ["0"],
            "beyond_chance": ["no"],
            "leave_out": [""],
            "watched": ["asb", "robbery"],
        },
        Rule("types", 1, "control limits", 2.5, "sd", "both", 0, False, (), ("asb", "robbery")),
    ),
]


@pytest.mark.parametrize(("stored", "rule"), OLD_SCENARIOS)
@pytest.mark.parametrize("default", [Rule(), Rule(exclude=("hate",), measures=("burglary",), unit="sd")])
def test_a_scenario_stored_by_an_earlier_version_is_the_same_rule(stored, rule, default):
    assert from_query(stored, default) == rule
    assert scenarios.read_rule(json.dumps(stored)) == rule


def test_a_scenario_stored_now_is_the_same_rule():
    for _, rule in OLD_SCENARIOS:
        assert scenarios.read_rule(scenarios.write_rule(rule)) == rule


# Links as they have been copied from the page, and the rules that they have always opened.
OLD_LINKS = [
    (
        "watch=Each+ward&over=3+months&versus=Same+months+last+year&unit=%25&limit=50&direction=Up&least=20"
        "&beyond_chance=false&leave_out=COVID-tagged&source=Sample&to=Dec+2020",
        Rule(months=3, limit=50.0, significant=False, exclude=("covid",)),
    ),
    (
        "watch=Borough&over=1+month&versus=Control+limits&unit=SD&limit_sd=2.5&direction=Both&least=0"
        "&beyond_chance=false&watched=ASB+incidents&watched=Robbery",
        Rule("types", 1, "control limits", 2.5, "sd", "both", 0, False, (), ("asb", "robbery")),
    ),
    ("limit=90&unit=SD", Rule(limit=3.0, unit="sd")),
    ("limit_sd=2.5&unit=Standard+deviations", Rule(limit=2.5, unit="sd")),
    ("limit=90&unit=%25", Rule(limit=90.0)),
    ("versus=Middle+of+the+peers&direction=Down", Rule(against="the middle of the peers", direction="down")),
    ("versus=Mean+of+the+three+before", Rule(against="mean of the three previous")),
    ("versus=Average+of+the+three+before", Rule(against="mean of the three previous")),
    ("versus=County%27s+rate&beyond_chance=true", Rule(against="the county's rate")),
]


@pytest.mark.parametrize(("link", "rule"), OLD_LINKS)
def test_a_link_copied_from_an_earlier_version_is_the_same_rule(link, rule):
    assert from_query(parse_qs(link), Rule(), LABELS) == rule


@given(rule=RULES)
def test_the_controls_hold_what_the_address_says(rule):
    state = to_controls(rule)
    assert {key: write_value(value) for key, value in state.items()} == to_query(rule)
    labels = Labels({code: code for code in rule.measures}, {code: code for code in rule.exclude})
    # A control of the other unit may still hold a limit, which does not count.
    other = LIMIT_KEYS["sd" if rule.unit == "%" else "%"]
    assert from_controls({**state, other: 77.0}, Rule(), labels) == rule


@pytest.mark.parametrize(
    "value", [5, 1e300, True, None, {}, {"a": 1}, [1], [[]], [{}], [None, "X"], ["9" * 5000]]
)
def test_a_saved_rule_of_wrong_types_is_the_default_there(value: object) -> None:
    default = Rule()
    for key in KEYS:
        assert from_query({key: value}, default) == default
