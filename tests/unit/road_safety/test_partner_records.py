"""Near misses that gather, speed watch sites, and collisions at schools: recomputed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from math import hypot, isnan

import numpy as np
import pandas as pd
import pytest

from csp.core.road_records.near_miss import NearMiss
from csp.core.road_records.school import School
from csp.core.road_records.speed_watch import SpeedWatchSession
from csp.statistics.projection import project
from csp.topics.road_safety.rules.near_misses import count_happenings, count_modes, find_places
from csp.topics.road_safety.rules.periods import make_year
from csp.topics.road_safety.rules.schools import count_at_schools, mark_school_times
from csp.topics.road_safety.rules.speed_watch import judge_sites
from tests.unit.road_safety.made import make_collisions

YEAR = make_year(2019)
GAZETTEER = pd.DataFrame(
    {"place": ["Rusthall", "Pembury"], "longitude": [0.231, 0.324], "latitude": [51.14, 51.147]}
)


def make_misses(longitude: float, number: int, *happenings: str, day: date = date(2019, 9, 1)):
    return [
        NearMiss(day, longitude + i * 1e-5, 51.14, happenings, "cycling" if i else "walking")
        for i in range(number)
    ]


def make_hurt(longitude: float, day: str = "2019-10-01") -> pd.DataFrame:
    return pd.DataFrame({"date": pd.to_datetime([day]), "longitude": [longitude], "latitude": [51.14]})


def test_places_without_a_collision_come_first():
    misses = [
        *make_misses(0.24, 5, "too_fast"),
        *make_misses(0.30, 3, "close_pass", "too_fast"),
        *make_misses(0.28, 2, "door"),
        *make_misses(0.26, 4, "door", day=date(2019, 6, 30)),
    ]
    places = find_places(misses, make_hurt(0.2401), YEAR, GAZETTEER)
    assert [(each.name, each.reports, each.collisions) for each in places] == [
        ("Pembury", 3, 0),
        ("Rusthall", 5, 1),
    ]
    assert places[0].happenings == ("close_pass", "too_fast")
    east = project([0.30001, 0.324], [51.14, 51.147])
    assert places[0].metres == pytest.approx(hypot(*(east[1] - east[0])), abs=2)
    # A collision of another period, or further away, is none there.
    assert find_places(misses, make_hurt(0.2401, "2020-07-01"), YEAR, GAZETTEER)[0].reports == 5
    assert find_places(misses[:2], make_hurt(0.2), YEAR, GAZETTEER) == ()
    assert find_places([], make_hurt(0.2), YEAR, GAZETTEER) == ()


def test_what_happened_and_how_people_travelled():
    misses = [*make_misses(0.2, 3, "too_fast", "close_pass"), *make_misses(0.2, 1, "too_fast")]
    counts = count_happenings(misses)
    assert (counts["too_fast"], counts["close_pass"], counts["door"]) == (4, 3, 0)
    assert count_modes(misses) == {"cycling": 2, "walking": 2}


def make_sessions(site: str, counts: list[tuple[int, int]]):
    return [
        SpeedWatchSession(site, date(2020, 1, 1) + timedelta(days=7 * week), vehicles, over)
        for week, (vehicles, over) in enumerate(counts)
    ]


def test_sites_by_their_share_with_limits_and_trend():
    steady = make_sessions("Park Road", [(100, 10)] * 4)
    rising = make_sessions("Hill  Lane", [(100, 5 + 2 * week) for week in range(10)])
    empty = make_sessions("Mews", [(0, 0)])
    first, second, third = judge_sites(
        [*rising[::-1], *steady, *empty, *make_sessions("PARK ROAD", [(100, 10)])]
    )
    assert (first.site, first.sessions, first.share) == ("Hill  Lane", 10, pytest.approx(0.14))
    assert first.is_rising() is True
    assert first.trend.slope == pytest.approx(0.02)
    assert first.low < 0.14 < first.high
    assert (second.sessions, second.vehicles, second.share, second.trend) == (5, 500, 0.1, None)
    assert second.is_rising() is None
    assert isnan(third.share)
    falling = make_sessions("Hill Lane", [(100, 40 - 2 * week) for week in range(10)])
    assert judge_sites(falling)[0].is_rising() is False


def test_school_times_are_two_hours_of_a_weekday():
    days = ["2020-03-02", "2020-03-02", "2020-03-01", "2020-08-03", "2020-03-02"]
    rows = pd.DataFrame({"date": pd.to_datetime(days), "hour": [8, 9, 8, 15, np.nan]})
    assert mark_school_times(rows).tolist() == [True, False, False, False, False]
    assert mark_school_times(rows, (9,)).tolist() == [False, True, False, False, False]


def test_collisions_at_schools_against_a_plain_count():
    collisions = make_collisions(4, 800).assign(child=lambda rows: rows.index % 3 == 0)
    schools = [School("A", 0.262, 51.132), School("B", 0.268, 51.134), School("Far", 1.0, 51.5)]
    figures = count_at_schools(collisions, schools, YEAR, 250)
    points = project(collisions["longitude"], collisions["latitude"]).tolist()
    for each in figures:
        ((x, y),) = project([each.school.longitude], [each.school.latitude])
        near = [
            row
            for row, point in zip(collisions.itertuples(), points, strict=True)
            if YEAR.start <= row.date.date() <= YEAR.end and hypot(point[0] - x, point[1] - y) <= 250
        ]
        timed = [r for r in near if r.date.weekday() < 5 and r.date.month != 8 and r.hour in (8, 15)]
        assert (each.collisions, each.at_school_times) == (len(near), len(timed))
        assert each.serious == sum(row.severity <= 2 for row in timed)
        assert each.child == sum(row.child for row in timed)
    assert figures[-1].school.name == "Far"
    assert figures[0].at_school_times >= figures[1].at_school_times > 0
