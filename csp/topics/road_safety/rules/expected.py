"""What is to be expected of a hot spot in years like those it was found in, by empirical Bayes. Pure.

A hot spot is where the count was high, and part of that was chance. Its count drawn towards the average of
like sites along the roads used (csp.statistics.regression_to_mean) is what it would have had without the
chance. It is still a few too many at the fullest places: see schemes.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from csp.statistics.gathering import count_near
from csp.statistics.projection import project
from csp.statistics.regression_to_mean import SitePrior, estimate_prior
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import HotSpot, cover_years
from csp.topics.road_safety.rules.luck import RoadNet, find_road_net
from csp.topics.road_safety.rules.schemes import list_sites


def expect_collisions(
    collisions: pd.DataFrame,
    spots: Sequence[HotSpot],
    rule: ClusterRule,
    end: date,
    net: RoadNet | None = None,
) -> tuple[float | None, ...]:
    """The collisions to be expected at each hot spot in as many years as the rule has.

    collisions: all that are loaded, of every year. None where there are too few like sites. Those of a
    hot spot are the places along the roads with circles of its own radius. net: that of the collisions, where
    it is at hand.
    """
    priors = {spot.radius: SitePrior(0.0, 0.0, 0) for spot in spots}
    points = project(collisions["longitude"], collisions["latitude"])
    within = points[cover_years(rule, end).mark(collisions["date"])]
    net = find_road_net(collisions, points) if net is None else net
    for radius in priors:
        priors[radius] = estimate_prior(count_near(within, list_sites(net, radius), radius))
    return tuple(
        prior.expect(spot.collisions) if (prior := priors[spot.radius]).is_known else None for spot in spots
    )
