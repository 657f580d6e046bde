"""The rows that partners bring about roads: what is read, and one sentence for what is not."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.errors import UserError
from csp.core.road_records.cells import list_missing
from csp.core.road_records.cost_values import check_cost_value, choose_values, combine_values
from csp.core.road_records.near_miss import HAPPENINGS, NEEDED, NearMiss, check_near_miss
from csp.core.road_records.school import School, check_school
from csp.core.road_records.speed_watch import SpeedWatchSession, check_session

TODAY = date(2026, 11, 26)
MISS = {
    "date": "2026-11-20",
    "hour": "8",
    "longitude": "0.263",
    "latitude": "51.132",
    "happenings": "too_fast; close_pass",
    "mode": "Cycling",
    "other": "",
    "text": "A van on the A26",
}
SESSION = {"site": "Park Road", "date": "20/11/2026", "limit": "30", "vehicles": "200", "over": "14"}
VALUE = {
    "year": "2023",
    "per": "casualty",
    "severity": "fatal",
    "pounds": "£2,000,000.50",
    "source": "A table",
}


def test_a_near_miss_is_read():
    assert check_near_miss(MISS, TODAY) == NearMiss(
        date(2026, 11, 20), 0.263, 51.132, ("close_pass", "too_fast"), "cycling", "", 8, "A van on the A26"
    )
    least = {column: MISS[column] for column in NEEDED}
    assert check_near_miss(least, TODAY).hour is None
    assert list_missing(NEEDED, ["Date", " longitude", "latitude"]) == ["happenings", "mode"]


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("date", "2026-11-27", "it has to lie between 2000 and today"),
        ("date", "31/02/2026", "not a day such as"),
        ("date", "1999-12-31", "between 2000 and today"),
        ("hour", "24", 'hour is "24" and not a whole number from 0 to 23'),
        ("longitude", "51.132", "not in the United Kingdom"),
        ("latitude", "", 'latitude is "" and not a number of degrees'),
        ("latitude", "1e3", "not a number of degrees"),
        ("happenings", " ; ", "say what happened"),
        ("happenings", "close_pass;=cmd", 'happenings has "=cmd", which is none of close_pass'),
        ("mode", "", "none of walking"),
        ("other", "tank", 'other is "tank"'),
        ("text", "Mr Smith did it", 'looks like a name: "Mr Smith"'),
        ("text", "a@b.uk", "looks like an e-mail address"),
        ("text", "a\0b", "control character"),
        ("text", "x" * 1001, "at most 1,000"),
    ],
)
def test_a_near_miss_that_cannot_be_kept_is_told_in_one_sentence(column, cell, words):
    with pytest.raises(UserError) as error:
        check_near_miss({**MISS, column: cell}, TODAY)
    assert words in str(error.value)


def test_an_import_masks_what_a_form_refuses():
    assert (
        check_near_miss({**MISS, "text": "Mr Smith did it"}, TODAY, mask=True).text == "[name removed] did it"
    )
    cut = check_near_miss({**MISS, "text": "x" * 990 + " 07700 900123"}, TODAY, mask=True).text
    assert cut == "x" * 990 + " [telephon"
    with pytest.raises(UserError, match="at most 10,000"):
        check_near_miss({**MISS, "text": "x" * 10_001}, TODAY, mask=True)


def test_the_choices_are_in_words():
    assert len(HAPPENINGS) == len(set(HAPPENINGS.values()))


def test_a_session_is_read():
    assert check_session(SESSION, TODAY) == SpeedWatchSession(
        "Park Road", date(2026, 11, 20), 200, 14, None, 30
    )
    placed = check_session({**SESSION, "longitude": "0.2", "latitude": "51.1", "minutes": "60"}, TODAY)
    assert (placed.place, placed.minutes) == ((0.2, 51.1), 60)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"over": "201"}, "over is 201 of 200 vehicles"),
        ({"limit": "35"}, "limit is 35 and none of 20, 30"),
        ({"vehicles": ""}, "vehicles is missing"),
        ({"vehicles": "-1"}, "not a whole number"),
        ({"site": " "}, "site is missing"),
        ({"longitude": "0.2"}, "latitude is"),
    ],
)
def test_a_session_that_cannot_be_used_is_told(changes, words):
    with pytest.raises(UserError, match=words):
        check_session({**SESSION, **changes}, TODAY)


def test_a_school_is_read():
    row = {"school": "St John's", "longitude": "0.26", "latitude": "51.14", "phase": "primary"}
    assert check_school(row) == School("St John's", 0.26, 51.14, "primary")
    with pytest.raises(UserError, match="school is missing"):
        check_school({**row, "school": ""})


def make_values(year: int, source: str = "A table", **changes: str):
    pounds = {"fatal": "2000", "serious": "200", "slight": "20", **changes}
    return [
        check_cost_value(
            {"year": str(year), "per": per, "severity": severity, "pounds": amount, "source": source}
        )
        for per in ("casualty", "collision")
        for severity, amount in pounds.items()
    ]


def test_values_in_pounds_are_read_by_year():
    assert check_cost_value(VALUE).pounds == 2_000_000.5
    values = combine_values([*make_values(2023), *make_values(2020, "B table")])
    assert [(each.year, each.source, each.collision["slight"]) for each in values] == [
        (2020, "B table", 20),
        (2023, "A table", 20),
    ]
    assert [choose_values(values, year).year for year in (2019, 2020, 2022, 2030)] == [2020, 2020, 2020, 2023]
    assert choose_values((), 2020) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"year": "20"}, "not a whole number from 1990"),
        ({"per": "vehicle"}, "neither casualty nor collision"),
        ({"severity": "damage"}, "none of fatal"),
        ({"pounds": "2.0e6"}, "not an amount"),
        ({"pounds": "0"}, "not an amount"),
        ({"source": ""}, "source is missing"),
    ],
)
def test_a_value_that_cannot_be_used_is_told(changes, words):
    with pytest.raises(UserError, match=words):
        check_cost_value({**VALUE, **changes})


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (make_values(2023)[:-1], "have no slight per collision"),
        ([*make_values(2023), make_values(2023)[0]], "have fatal per casualty twice"),
        (make_values(2023, serious="9999"), "do not fall from fatal to slight"),
        ([*make_values(2023)[:3], *make_values(2023, "B")[3:]], "more than one source"),
    ],
)
def test_a_year_that_is_not_whole_is_told(values, words):
    with pytest.raises(UserError, match=words):
        combine_values(values)
