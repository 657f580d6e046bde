"""The funnel of the districts: its rules, its words and its picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis
from csp.core import settings
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.shell.chart import Words, to_vega_lite
from csp.topics.county import charts, findings, rules
from csp.topics.county.tables import build_district_frame

ASB = read_catalogue().measures["asb"]
EXPECTED = [100, 100, 100, 120, 80, 100, 110, 90, 100, 115]
OBSERVED = [80, 120, 95, 150, 60, 110, 130, 70, 100, 140]


def table(counts, people):
    """Kent's districts in their order, as many as counts, with populations in thousands."""
    codes = settings.area().peers[: len(counts)]
    basis = Basis(
        home=codes[0],
        districts=codes,
        populations=Populations({(c, 2020): 1000 * n for c, n in zip(codes, people, strict=True) if n}),
        years=(2020, 2020),
        comparable=False,
        whole_home=True,
        small_base=50,
        significance=0.05,
        vocabulary="recorded",
    )
    rows = pd.DataFrame(
        [("asb", code, n, 0) for code, n in zip(codes, counts, strict=True)],
        columns=["measure", "district_code", "now", "before"],
    )
    return rank_districts(rows, ("asb",), basis)


def words(funnel):
    return findings.write_funnel_words(funnel, ASB, settings.area().names, "2020", "per 1,000")


def test_the_mean_is_that_of_all_together_and_z_that_of_the_counts_over_it():
    funnel = rules.compute_funnel(table(OBSERVED, EXPECTED), "asb")
    assert funnel.mean == pytest.approx(sum(OBSERVED) / sum(EXPECTED))
    expected = np.array(EXPECTED) * funnel.mean
    y = np.sqrt(np.array(OBSERVED) / expected)
    assert funnel.z == pytest.approx((y - 1) / np.sqrt(1 / (4 * expected) + funnel.tau_squared))
    assert funnel.list_outside(above=True) == funnel.list_outside(above=False) == []
    assert words(funnel)[0] == "Anti-social behaviour incidents: no district lies outside the 95% limits"
    assert "beyond luck, the districts differ by about " in findings.explain_funnel(funnel)


def test_a_district_far_from_the_others_is_named_with_its_side():
    counts = [100, 101, 99, 100, 102, 98, 100, 300, 101, 20]
    funnel = rules.compute_funnel(table(counts, [100] * 10), "asb")
    names, codes = settings.area().names, settings.area().peers
    assert funnel.list_outside(above=True) == [codes[7]]
    assert funnel.list_outside(above=False) == [codes[9]]
    assert words(funnel)[0].endswith(
        f"{names[codes[7]]} lies above and {names[codes[9]]} lies below the 95% limits"
    )


def test_districts_that_differ_by_luck_alone_have_the_limits_of_luck():
    funnel = rules.compute_funnel(table([100, 101, 99, 100], [100] * 4), "asb")
    assert funnel.tau_squared == 0
    assert "no more than by luck" in findings.explain_funnel(funnel)


@pytest.mark.parametrize(
    ("counts", "people"), [([5, 5, 5], [9] * 3), ([0] * 5, [9] * 5), ([5] * 4, [9, 9, 9, 0])]
)
def test_too_few_districts_or_nothing_recorded_make_no_funnel(counts, people):
    assert rules.compute_funnel(table(counts, people), "asb") is None


def test_the_picture_has_a_point_for_each_and_names_home_and_those_outside():
    standings = table([100, 101, 99, 100, 102, 98, 100, 300, 101, 100], [100] * 10)
    area = settings.area()
    area = replace(area, home=area.peers[0])
    funnel = rules.compute_funnel(standings, "asb")
    frame = build_district_frame(standings, "asb", area)
    chart = charts.district_funnel(funnel, frame, Words(*words(funnel), "Source"), "light", area.peers[3])
    data = to_vega_lite(chart)["datasets"]
    points = {row["district_code"]: row for row in data["districts"]}
    assert set(points) == set(standings.districts)
    named = {code for code, row in points.items() if row["name"]}
    assert named == {area.peers[0], area.peers[3], area.peers[7]}
    assert points[area.peers[7]]["verdict"] == "above them"
    assert [code for code, row in points.items() if row["chosen"]] == [area.peers[3]]
    for row in data["limits"]:
        assert row["outer_low"] <= row["inner_low"] <= row["mean"] <= row["inner_high"] <= row["outer_high"]
