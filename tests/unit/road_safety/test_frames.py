"""The two tables joined: counts by collision, and people by the day of theirs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from csp.topics.road_safety.rules.frames import join_casualties, join_collisions

COLLISIONS = pd.DataFrame(
    {
        "collision_key": ["a", "b", "c"],
        "date": pd.to_datetime(["2020-01-01", "2020-02-01", "2020-03-01"]),
        "ward_code": ["W", None, "W"],
    }
)
CASUALTIES = pd.DataFrame(
    {
        "collision_key": ["b", "b", "b", "a", "x"],
        "severity": [1, 2, 3, 3, 3],
        "adjusted_serious": [1.0, np.nan, 0.25, np.nan, 0.5],
        "road_user": ["car occupant", "car occupant", "bus", "cyclist", "pedestrian"],
        "age": [40, 15, np.nan, 16, 3],
    }
)


def test_collisions_have_the_casualties_that_are_theirs():
    rows = join_casualties(COLLISIONS, CASUALTIES)
    assert rows[["fatal", "serious", "slight"]].to_numpy().tolist() == [[0, 0, 1], [1, 1, 1], [0, 0, 0]]
    assert rows["casualties_adjusted_serious"].tolist() == pytest.approx([0, 1.25, 0])
    assert rows["casualties_adjusted_slight"].tolist() == pytest.approx([1, 0.75, 0])
    assert rows["vulnerable"].tolist() == [True, False, False]
    assert rows["child"].tolist() == [False, True, False]
    assert list(rows["collision_key"]) == ["a", "b", "c"]


def test_casualties_take_the_day_of_their_collision():
    rows = join_collisions(CASUALTIES, COLLISIONS)
    assert rows["date"].dt.month.tolist() == [2, 2, 2, 1]
    assert rows["ward_code"].iloc[3] == "W"


def test_no_rows_join_to_none():
    assert join_casualties(COLLISIONS.iloc[:0], CASUALTIES).empty
    assert not join_casualties(COLLISIONS, CASUALTIES.iloc[:0])["vulnerable"].any()
