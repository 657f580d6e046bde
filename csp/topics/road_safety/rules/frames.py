"""Collisions with what the table of the people hurt in them says. Pure."""

from __future__ import annotations

import numpy as np
import pandas as pd

VULNERABLE = ("pedestrian", "cyclist")
CHILD_BELOW = 16


def mark_people(collisions: pd.DataFrame, casualties: pd.DataFrame) -> pd.DataFrame:
    """The collisions with the columns vulnerable and child: who was hurt in them.

    vulnerable: a pedestrian or cyclist. child: somebody under 16; an unknown age is no child's.
    """
    marks = {
        "vulnerable": casualties["road_user"].isin(VULNERABLE),
        "child": casualties["age"].astype(np.float64) < CHILD_BELOW,
    }
    marked = collisions.copy()
    for name, mark in marks.items():
        keys = casualties.loc[mark.to_numpy(dtype=bool), "collision_key"]
        marked[name] = collisions["collision_key"].isin(keys).to_numpy(dtype=bool)
    return marked
