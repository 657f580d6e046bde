"""Two years of partnerships compared: ranks, changes, and what is left out of both."""

from __future__ import annotations

import pytest

from csp.comparison.standings import Basis
from csp.comparison.year_findings import describe_missing
from csp.comparison.years import compare_years
from csp.core.population import Populations
from csp.core.recorded_crime import VOCABULARY, build_measures
from csp.core.recorded_places import Group
from csp.core.recorded_years import Figure

AREAS = ("H", "A", "B")
PEOPLE = {"H": 1000, "A": 2000, "B": 1000}
MEASURES = [build_measures()[code] for code in ("total", "shoplifting", "robbery")]
LOST = Figure(None, "moved elsewhere", is_unusable=True)
BASIS = Basis(
    home="H",
    districts=AREAS,
    populations=Populations({(code, 2024): people for code, people in PEOPLE.items()}),
    years=(2024, 2023),
    comparable=True,
    whole_home=True,
    small_base=50,
    significance=0.05,
    vocabulary=VOCABULARY,
)
NOW = {"H": (300, 60, 20), "A": (500, 90, 12), "B": (400, 30, 3)}
BEFORE = {"H": (300, 20, 22), "A": (480, 91, 14), "B": (390, 28, 9)}


def figures(counts, **changes):
    rows = {
        (measure.code, area): Figure(counts[area][i]) for i, measure in enumerate(MEASURES) for area in AREAS
    }
    return {**rows, **{tuple(key.split("_at_")): figure for key, figure in changes.items()}}


def compare(now=None, before=None, basis=BASIS):
    return compare_years(MEASURES, now or figures(NOW), before or figures(BEFORE), basis, {})


def test_rates_ranks_and_changes_are_those_of_the_counts():
    comparison = compare()
    for i, measure in enumerate(MEASURES):
        rates = {area: 1000 * NOW[area][i] / PEOPLE[area] for area in AREAS}
        row = comparison.rows[measure.code]
        assert row.rate_now == pytest.approx(rates["H"])
        assert row.rank_now == 1 + sum(rate < rates["H"] for rate in rates.values())
        assert (row.change.now, row.change.before) == (NOW["H"][i], BEFORE["H"][i])
    assert [row.change.is_real for row in comparison.rows.values()] == [False, True, False]


def test_an_area_whose_figure_is_unusable_has_no_rank_and_is_in_nobodys():
    comparison = compare(figures(NOW, total_at_A=LOST))
    assert comparison.standings["total"].districts == ("H", "B")
    assert comparison.rows["total"].rank_now == 1
    assert comparison.standings["robbery"].districts == AREAS


def test_what_is_unusable_before_is_no_fall_and_no_earlier_rank():
    comparison = compare(before=figures(BEFORE, total_at_H=LOST, total_at_A=LOST))
    row = comparison.rows["total"]
    assert (row.change.before, row.change.difference, row.rank_before) == (None, None, None)
    assert row.change.p is None
    table = comparison.standings["total"]
    assert [int(rank) for rank in table.rank_before[0]] == [0, 0, 1]


def test_home_without_a_figure_has_no_row_and_the_others_are_ranked():
    comparison = compare(figures(NOW, total_at_H=LOST))
    assert "total" not in comparison.rows
    assert comparison.standings["total"].districts == ("A", "B")


def test_each_reason_is_said_once_with_the_areas_it_is_of():
    groups = [Group(code, f"Area {code}", (code,), (), ()) for code in AREAS]
    now = {"H": LOST, "A": Figure(5), "B": LOST}
    before = {"H": LOST, "A": Figure(None, "no figure published"), "B": Figure(1)}
    assert describe_missing(groups, now, before, "2023") == [
        "Area H and Area B: not usable: moved elsewhere.",
        "Area A: no change computed, since 2023 is not usable: no figure published.",
    ]
