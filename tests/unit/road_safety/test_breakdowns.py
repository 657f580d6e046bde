"""What collisions and casualties are made of, on made rows whose figures are counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from csp.core.change import ChangeRules
from csp.topics.road_safety.rules.breakdowns import (
    NOT_RECORDED,
    HourGrid,
    count_by_month,
    count_hours,
    count_parts,
    count_periods,
    find_busy_hours,
    find_month_trend,
    name_places,
)
from csp.topics.road_safety.rules.periods import Period, list_whole_years
from tests.unit.road_safety.made import make_collisions, sum_by_month

RULES = ChangeRules(comparable=True, significance=0.05, small_base=50)


LIMITS = {"20": "20 mph", "30": "30 mph", "60": "60 mph", "99": "unknown (self reported)"}


def test_parts_by_hand():
    now = pd.DataFrame(
        {
            "speed_limit": [30, 30, 30, 60, 60, 60, None, 99],
            "severity": [1, 2, 3, 3, 3, 3, 2, 3],
            "adjusted_serious": [0, 1.0, 0.2, 0.1, np.nan, 0.3, np.nan, 0],
        }
    )
    before = pd.DataFrame({"speed_limit": [30, 60, None], "severity": 3, "adjusted_serious": 0.0})
    parts = count_parts(now, before, "speed_limit", LIMITS, 1.0, RULES)
    assert [(part.label, part.change.now, part.change.before) for part in parts] == [
        ("20 mph", 0, 0),
        ("30 mph", 3, 1),
        ("60 mph", 3, 1),
        (NOT_RECORDED, 2, 1),
    ]
    assert [part.serious for part in parts] == pytest.approx([0, 2.2, 0.4, 1.0])
    assert [part.share for part in parts[:3]] == [0, 0.5, 0.5]
    assert np.isnan(parts[3].share)
    assert all(part.few for part in parts)


def test_a_change_of_adjusted_counts_is_clear_only_beyond_the_adjustment():
    now, before = (
        pd.DataFrame({"ward": ["a"], "severity": 3, "casualties": n, "adjusted_serious": 0.0})
        for n in (4, 14)
    )
    exact, adjusted = (
        count_parts(now, before, "ward", {"a": "A"}, 1.0, RULES, noise=noise)[0].change
        for noise in (False, True)
    )
    assert exact.is_real
    assert exact.p < adjusted.p
    # The variance of the adjustment, 552/256, over the mean of both counts is added to that of luck.
    assert adjusted.dispersion == pytest.approx(1 + 552 / 256 / 9)


def test_sums_give_the_same_parts_as_single_casualties():
    random = np.random.default_rng(3)
    single = pd.DataFrame(
        {
            "code": random.choice([20, 30, 60, None], 200),
            "severity": random.choice([1, 2, 3], 200, p=[0.05, 0.25, 0.7]),
            "adjusted_serious": random.choice([0.0, 0.25, 1.0], 200),
        }
    )
    sums = single.assign(casualties=1).groupby(["code", "severity"], dropna=False, as_index=False).sum()
    half = single.iloc[:80]
    from_single, from_sums = (
        count_parts(rows, half, "code", LIMITS, 1.3, RULES) for rows in (single, sums.convert_dtypes())
    )
    assert [part.change for part in from_sums] == [part.change for part in from_single]
    assert [part.serious for part in from_sums] == pytest.approx([part.serious for part in from_single])
    assert sum(part.change.now for part in from_sums) == 200


def test_hours_and_weekdays_against_a_plain_count():
    random = np.random.default_rng(2)
    rows = pd.DataFrame(
        {
            "weekday": random.integers(1, 8, 300),
            "hour": random.choice([*range(24), None], 300),
            "casualties": random.integers(1, 4, 300),
        }
    )
    grid = count_hours(rows)
    for day in range(7):
        for hour in range(24):
            own = rows[(rows["weekday"] == day + 1) & (rows["hour"] == hour)]
            assert grid.counts[day, hour] == own["casualties"].sum()
    assert grid.without_time == rows.loc[rows["hour"].isna(), "casualties"].sum()


def test_the_busiest_hours_are_those_with_most_for_each_hour_of_the_week():
    counts = np.ones((7, 24), dtype=np.int64)
    counts[:5, 16:19] = 3
    counts[5:, 0:3] = 4
    busy = find_busy_hours(HourGrid(counts, 0))
    assert (busy.weekend, busy.first, busy.count) == (True, 0, 24)
    assert busy.hours_share == pytest.approx(6 / 168)
    assert busy.share == pytest.approx(24 / counts.sum())
    assert find_busy_hours(HourGrid(np.zeros((7, 24), dtype=np.int64), 3)) is None


def test_years_and_months_that_are_loaded():
    collisions = make_collisions(1, 300)
    loaded = Period(date(2017, 7, 1), date(2020, 6, 30))
    collisions["district_code"] = "D"
    sums = sum_by_month(collisions)
    years = count_periods(*sums, "D", list_whole_years(loaded.start, loaded.end))
    assert years[0].period.label == "Jul 2017 to Jun 2018"
    assert sum(year.figures.collisions for year in years) == 300
    months = count_by_month(*sums, "D", loaded)
    assert (len(months), months["collisions"].sum()) == (36, 300)
    assert months["casualties"].sum() == collisions[["fatal", "serious", "slight"]].sum().sum()
    assert count_by_month(*sums, "E", loaded)["collisions"].sum() == 0


def test_a_trend_needs_months_and_counts_enough():
    months = pd.DataFrame({"casualties": range(10, 46)})
    assert find_month_trend(months, 24).slope == 1
    assert find_month_trend(months, 60) is None
    assert find_month_trend(months.assign(casualties=1), 24) is None


def test_villages_of_one_ward_are_told_apart_by_the_nearest():
    places = pd.DataFrame(
        [
            ("Goudhurst", "village", 0.46, 51.11, "Goudhurst and Lamberhurst"),
            ("Lamberhurst", "village", 0.392, 51.101, "Goudhurst and Lamberhurst"),
            ("Iden Green", "hamlet", 0.47, 51.11, "Goudhurst and Lamberhurst"),
            ("Pembury", "village", 0.324, 51.147, "Pembury"),
        ],
        columns=["place", "kind", "longitude", "latitude", "ward"],
    )
    collisions = pd.DataFrame(
        {
            "longitude": [0.469, 0.395, np.nan, 0.395, 0.46],
            "latitude": [51.11, 51.1, 51.1, 51.1, 51.11],
            "ward_code": ["E1", "E1", "E1", "E2", None],
        }
    )
    names = name_places(collisions, places, {"E1": "Goudhurst and Lamberhurst", "E2": "Pembury"})
    assert names.tolist() == ["Goudhurst", "Lamberhurst", "", "Pembury", ""]
