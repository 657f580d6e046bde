"""What the map of collisions says, and the tables beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from csp.core import geography
from csp.core.road_records.school import School
from csp.topics.road_safety.findings import hot_spots as spot_words
from csp.topics.road_safety.findings import schemes as scheme_words
from csp.topics.road_safety.findings import where as words
from csp.topics.road_safety.rules.cluster_rules import make_own_rule
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.tables.hot_spots import build_hot_spot_table
from csp.topics.road_safety.tables.where import build_collision_table, build_first_spots_table
from tests.unit.road_safety.test_hot_spot_words import LUCK, RULE, SPOT, YEARS, make_effect

ROW = {"date": pd.Timestamp(2019, 3, 12), "hour": 8, "severity": 2, "road": "A26"}


def test_years_are_named_as_the_partnership_names_them():
    assert words.name_year(Period(date(2019, 7, 1), date(2020, 6, 30))) == "2019/20"
    assert words.name_year(Period(date(2019, 1, 1), date(2019, 12, 31))) == "2019"


def test_a_rule_that_looks_further_back_than_the_data_says_so():
    rule = make_own_rule(4, 5, 50)
    assert words.describe_reach(rule, date(2017, 7, 2), Period(date(2015, 7, 1), date(2020, 6, 30))) == (
        "The rule looks at 5 years, and collisions are loaded from Jul 2017 on: it finds fewer than it would."
    )
    assert words.describe_reach(RULE, date(2017, 7, 3), YEARS) == ""


def test_what_the_map_shows():
    assert words.describe_map(YEARS, geography.build_schematic_wards(), ["roads"], 749) == (
        "749 collisions in which somebody was hurt, Jul 2017 to Jun 2020. Circles are hot spots by their "
        "rank, dots are further ones that would overlap. Roads and wards are schematic."
    )
    assert "Near misses are those from Jul 20" in words.describe_map(YEARS, None, ["near misses"], 1)
    assert "schematic" not in words.describe_map(YEARS, None, [], 1)


def test_a_point_has_its_day_and_its_hour_where_that_is_known():
    assert words.describe_collision(ROW) == "Serious collision\n12 Mar 2019, from 8:00\nA26"
    bare = words.describe_collision({**ROW, "hour": pd.NA, "road": None, "severity": 1})
    assert bare == "Fatal collision\n12 Mar 2019"


def test_who_was_hurt():
    assert words.list_people(["car occupant", "pedestrian", "car occupant"]) == (
        "two car occupants, pedestrian"
    )
    assert words.list_people(["bus", "goods", "goods", "other"]) == (
        "bus occupant, two goods vehicle occupants, other"
    )
    assert words.list_people([]) == ""


def test_tooltips():
    assert words.describe_spot(SPOT, {"W1": "Park"}) == (
        "1. A26, Park\n9 collisions within 50 m\n2 with somebody killed or seriously injured"
    )
    assert words.describe_school(School("St John's", 0.26, 51.13, "primary")) == "St John's\nprimary"
    assert words.describe_near_miss(date(2019, 9, 1), ("close_pass", "door")) == (
        "Near miss, 1 Sep 2019\nPassed too close; Opened a door into the way"
    )


def test_the_figures_of_the_hot_spot_chosen():
    assert words.describe_spot_figures(SPOT, 6.24, 3) == (
        "9 collisions in 3 years within 50 m, two with somebody killed or seriously injured; 6.2 to be "
        "expected in years like these."
    )
    assert words.describe_spot_figures(SPOT, None, 3).endswith("seriously injured.")


def test_the_headline_until_luck_is_drawn_is_its_beginning():
    start = spot_words.write_number([SPOT], RULE, YEARS, "Dover")
    assert start == "Dover: 1 hot spot by the rule 4 in 3 years within 50 m, Jul 2017 to Jun 2020"
    assert spot_words.write_headline([SPOT], RULE, LUCK, YEARS, "Dover").startswith(start)


def test_why_a_scheme_is_compared_with_nothing():
    effect = make_effect(8, 2)
    assert scheme_words.explain_no_comparison(effect) == ""
    alone = replace(effect, effect=None)
    assert scheme_words.explain_no_comparison(alone) == scheme_words.NO_COMPARISON
    none = replace(make_effect(0, 2), effect=None)
    assert scheme_words.explain_no_comparison(none) == scheme_words.NONE_BEFORE


@pytest.mark.parametrize(
    ("scored", "header", "cell"), [(False, "Killed or serious", "2"), (True, "Score", "20.2")]
)
def test_the_list_beside_the_map(scored, header, cell):
    table = build_first_spots_table([SPOT], [6.24], {"W1": "Park"}, scored)
    assert table.columns[2].label == header
    assert [each.text for each in table.rows[0].cells] == ["1. A26, Park", "9", cell, "6.2"]
    assert build_first_spots_table([SPOT], [None], {}, scored).rows[0].cells[3].text == "–"


def test_the_whole_list_has_what_is_expected_and_the_chosen_row():
    table = build_hot_spot_table([SPOT], RULE, LUCK, {}, ("a", "b", "c"), [6.24], "0.260000,51.130000")
    assert [column.label for column in table.columns][1:3] == ["Collisions", "Expected"]
    assert table.rows[0].cells[2].text == "6.2"
    assert table.rows[0].selected
    assert not build_hot_spot_table([SPOT], RULE, LUCK, {}, ("a", "b", "c")).rows[0].selected


def test_the_collisions_of_a_hot_spot_the_latest_first():
    collisions = pd.DataFrame(
        [
            {"collision_key": "a", **ROW},
            {"collision_key": "b", **ROW, "date": pd.Timestamp(2020, 1, 2), "severity": 3},
        ]
    )
    casualties = pd.DataFrame({"collision_key": ["a", "a"], "road_user": ["cyclist", "pedestrian"]})
    table = build_collision_table(collisions, casualties, "1. A26, Park")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["2 Jan 2020, from 8:00", "Slight", "–"],
        ["12 Mar 2019, from 8:00", "Serious", "cyclist, pedestrian"],
    ]
