"""Collisions marked by who was hurt in them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csp.topics.road_safety.rules.frames import mark_people

COLLISIONS = pd.DataFrame({"collision_key": ["a", "b", "c"]})
CASUALTIES = pd.DataFrame(
    {
        "collision_key": ["b", "b", "b", "a", "x"],
        "road_user": ["car occupant", "car occupant", "bus", "cyclist", "pedestrian"],
        "age": [40, 15, np.nan, 16, 3],
    }
)


def test_a_pedestrian_or_cyclist_and_a_child_mark_the_collision():
    marked = mark_people(COLLISIONS, CASUALTIES)
    assert marked["vulnerable"].tolist() == [True, False, False]
    assert marked["child"].tolist() == [False, True, False]
    assert list(marked["collision_key"]) == ["a", "b", "c"]


def test_no_casualties_mark_none():
    assert not mark_people(COLLISIONS, CASUALTIES.iloc[:0])["vulnerable"].any()
    assert mark_people(COLLISIONS.iloc[:0], CASUALTIES).empty
