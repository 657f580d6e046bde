"""What costs, near misses, speed watch and schools come to in words and tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from csp.core.road_records.cost_values import CostValues
from csp.core.road_records.near_miss import MODES
from csp.core.road_records.school import School
from csp.core.road_records.speed_watch import SpeedWatchSession
from csp.topics.road_safety.findings import partner_records as words
from csp.topics.road_safety.rules.cost import RoadCost
from csp.topics.road_safety.rules.near_misses import NearMissPlace
from csp.topics.road_safety.rules.periods import make_year
from csp.topics.road_safety.rules.schools import SchoolFigures
from csp.topics.road_safety.rules.speed_watch import judge_sites
from csp.topics.road_safety.tables import partner_records as tables

YEAR = make_year(2019)
VALUES = CostValues(
    2023,
    "Table X",
    {"fatal": 2e6, "serious": 2e5, "slight": 2e4},
    {"fatal": 3e6, "serious": 3e5, "slight": 3e4},
)
COST = RoadCost(
    VALUES, {"fatal": 4e6, "serious": 1e6, "slight": 1e5}, {"fatal": 6e6, "serious": 2e6, "slight": 3e5}
)
PLACE = NearMissPlace(0.324, 51.147, "Pembury", 120, 5, ("close_pass", "too_fast"), 0)
SCHOOLS = (
    SchoolFigures(School("St John's", 0.26, 51.1), 9, 4, 1, 1),
    SchoolFigures(School("Park", 0.26, 51.1), 1, 0, 0, 0),
)


def test_costs_name_their_values():
    assert words.write_cost(COST, "Dover", YEAR) == (
        "Collisions in Dover cost £8.3 million in Jul 2019 to Jun 2020; their casualties alone £5.1 "
        "million, at the values of 2023, the nearest on file to 2020 (Table X)."
    )
    assert "at the values of 2020 (" in words.write_cost(
        replace(COST, values=replace(VALUES, year=2020)), "Dover", YEAR
    )
    table = tables.build_cost_table(COST, "Dover")
    assert [cell.text for cell in table.rows[3].cells] == ["All", "8,300,000", "5,100,000", "–", "–"]
    assert [cell.text for cell in table.rows[1].cells][3:] == ["300,000", "200,000"]


@pytest.mark.parametrize(
    ("pounds", "text"),
    [
        (34_214_000, "£34.2 million"),
        (999_600, "£1.0 million"),
        (812_345, "£812,000"),
        (640, "£640"),
        (0, "£0"),
    ],
)
def test_pounds_in_words(pounds, text):
    assert words.write_pounds(pounds) == text


def test_near_misses_name_where_nobody_was_hurt():
    assert words.write_near_misses([PLACE, replace(PLACE, collisions=2)], 14, YEAR) == (
        "14 near misses reported in Jul 2019 to Jun 2020. They gather without any collision at one place: "
        "near Pembury (5, most often: passed too close)."
    )
    assert words.write_near_misses([PLACE] * 5, 30, YEAR).endswith(", and at two more.")
    assert words.write_near_misses([], 1, YEAR) == (
        "1 near miss reported in Jul 2019 to Jun 2020; they gather nowhere."
    )
    assert words.write_near_misses([replace(PLACE, collisions=1)], 5, YEAR).endswith("without a collision.")
    assert words.write_near_misses([], 0, YEAR) == "No near misses reported in Jul 2019 to Jun 2020."
    table = tables.build_near_miss_table([PLACE], 50)
    assert [cell.text for cell in table.rows[0].cells] == [
        *("Pembury, 120 m away", "5", "0", "Passed too close; Drove too fast for the road"),
    ]
    choices = tables.build_choice_table({"walking": 1, "bus": 0, "cycling": 3}, MODES, "Travelling", "How")
    assert [row.id for row in choices.rows] == ["cycling", "walking"]


def make_sites(*series: tuple[str, list[int]]):
    return judge_sites(
        [
            SpeedWatchSession(site, date(2020, 1, 1) + timedelta(days=week), 100, over)
            for site, counts in series
            for week, over in enumerate(counts)
        ]
    )


def test_speed_watch_names_the_largest_share_and_trends():
    sites = make_sites(("Hill Lane", [5 + 2 * week for week in range(10)]), ("Park Road", [10] * 4))
    assert words.write_speed_watch(sites) == (
        "Speed watch: at Hill Lane 14% of 1,000 vehicles were over the limit (95% limits: 11% to 18%), the "
        "most of two sites; the share rises steadily at one and falls steadily at none."
    )
    assert words.write_speed_watch(sites[1:]).endswith(
        "too few sessions at any site to say whether it rises or falls."
    )
    assert words.write_speed_watch(make_sites(("A", [9, 10] * 5))).endswith("no steady rise or fall at any.")
    assert words.write_speed_watch(()) == words.NO_SESSIONS
    table = tables.build_speed_watch_table(sites)
    assert [row.cells[7].text for row in table.rows] == ["▲ rises", "too few sessions"]
    assert table.rows[0].cells[7].tone == "worse"
    assert table.rows[0].cells[6].spark == tuple(100 * share for share in sites[0].shares)


def test_schools_name_the_one_with_most():
    assert words.write_schools(SCHOOLS, 200, YEAR) == (
        "One of 2 schools had collisions within 200 m at school times in Jul 2019 to Jun 2020; St John's "
        "the most, four, a child hurt in one."
    )
    assert words.write_schools(SCHOOLS[1:], 200, YEAR).startswith("None of 1 school had")
    assert "St John's as many as any, four" in words.write_schools([SCHOOLS[0], SCHOOLS[0]], 200, YEAR)
    assert words.write_schools((), 200, YEAR) == words.NO_SCHOOLS
    table = tables.build_school_table(SCHOOLS, 200)
    assert [cell.text for cell in table.rows[0].cells] == ["St John's", "4", "1", "1", "9"]
