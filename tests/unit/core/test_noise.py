"""What adjusted counts of wards can carry: no change and no rank that their adjustment brings about."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis
from csp.core import settings
from csp.core.change import find_p
from csp.core.noise import add_noise
from csp.core.population import Populations

WARDS = tuple(f"W{i}" for i in range(20))
BASIS = Basis(
    home="H",
    districts=WARDS,
    populations=Populations({(code, 2020): 5000 for code in WARDS}),
    years=(2020, 2020),
    comparable=True,
    whole_home=False,
    small_base=50,
    significance=0.05,
    vocabulary="street",
    level="ward",
)


def draw_adjusted(counts, rng):
    """The counts as public mode shows them, each with a key of its own, from the table that is published."""
    noises = defaultdict(list)
    with (settings.REFERENCE / "perturbation.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            noises[int(row["count"])] += [int(row["noise"])] * int(row["keys"])
    noise = [rng.choice(noises[min(n, max(noises))]) if n else 0 for n in counts]
    return counts + np.array(noise)


def test_the_variance_over_the_mean_is_that_of_counts_and_their_adjustment():
    assert add_noise(1.5, np.array([100])) * 100 == pytest.approx(1.5 * 100 + 552 / 256)
    assert add_noise(1.0, np.array([10]), np.array([30])) * 20 == pytest.approx(20 + 552 / 256)
    assert add_noise(1.0, np.array([0]))[0] == pytest.approx(1 + 552 / 256)


@pytest.mark.parametrize("mean", [8, 20, 60])
def test_where_nothing_changed_about_one_in_twenty_seems_to_at_most(mean):
    rng = np.random.default_rng(7)
    now, before = (draw_adjusted(rng.poisson(mean, 4000), rng) for _ in range(2))
    bare = find_p(now, before, (1.0, 1.0), 1.0) < 0.05
    judged = find_p(now, before, (1.0, 1.0), add_noise(1.0, now, before)) < 0.05
    assert judged.mean() < 0.06
    assert judged.mean() < bare.mean()


def test_a_range_of_ranks_is_wider_by_the_adjustment_in_public_mode_alone():
    counts = pd.DataFrame(
        {"measure": "robbery", "district_code": WARDS, "now": range(8, 28), "before": range(8, 28)}
    )
    plain, public = (
        rank_districts(counts, ["robbery"], replace(BASIS, is_public=is_public))
        for is_public in (False, True)
    )
    assert ((public.rank_worst - public.rank_best) >= (plain.rank_worst - plain.rank_best)).all()
    assert (public.rank_worst - public.rank_best).sum() > (plain.rank_worst - plain.rank_best).sum()
    assert (public.high > plain.high).all()
    district = replace(BASIS, is_public=True, level="district")
    assert (rank_districts(counts, ["robbery"], district).rank_worst == plain.rank_worst).all()
