"""The tables of the store as the frames that the rules read: each knows what the other has. Pure.

The store has collisions and the people hurt in them apart (csp.data.store). The rules count people by
collision, and look at people by the day and place of their collision.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

VULNERABLE = ("pedestrian", "cyclist")
CHILD_BELOW = 16
SEVERITY_NAMES = {1: "fatal", 2: "serious", 3: "slight"}


def join_casualties(collisions: pd.DataFrame, casualties: pd.DataFrame) -> pd.DataFrame:
    """The collisions with what their casualties say, in new columns.

    fatal, serious, slight: how many by recorded severity. casualties_adjusted_serious and _slight: the sums
    of their probabilities, as recorded for a casualty without one. vulnerable: a pedestrian or cyclist was
    hurt. child: somebody under 16 was; an unknown age is no child's. A collision none of whose casualties
    is in the table has 0 of them.
    """
    severity = casualties["severity"]
    adjusted = casualties["adjusted_serious"].astype(np.float64)
    serious = adjusted.where(severity != 1, 0.0).fillna((severity == 2).astype(np.float64))
    each = pd.DataFrame(
        {
            **{name: (severity == code).astype(np.int64) for code, name in SEVERITY_NAMES.items()},
            "casualties_adjusted_serious": serious,
            "casualties_adjusted_slight": (severity != 1).astype(np.float64) - serious,
            "vulnerable": casualties["road_user"].isin(VULNERABLE).astype(np.int64),
            "child": (casualties["age"].astype(np.float64) < CHILD_BELOW).astype(np.int64),
        }
    )
    sums = each.groupby(casualties["collision_key"]).sum().reindex(collisions["collision_key"], fill_value=0)
    joined = collisions.copy()
    for name in each:
        joined[name] = sums[name].to_numpy()
    for name in ("vulnerable", "child"):
        joined[name] = joined[name] > 0
    return joined


def join_collisions(
    casualties: pd.DataFrame, collisions: pd.DataFrame, columns: tuple[str, ...] = ("date", "ward_code")
) -> pd.DataFrame:
    """The casualties of some collisions with columns of these, such as the date; no other casualties."""
    of_collision = collisions.set_index("collision_key")[list(columns)]
    return casualties.join(of_collision, on="collision_key", how="inner")
