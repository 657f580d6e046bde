"""The evidence on each candidate is put together from what was fetched, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csp.core.change import Change
from csp.topics.priorities.rules import CANDIDATES, Figures, Inputs, choose_measures, collect_evidence

ASB = Figures(Change(2354, 1490, 1e-9, is_real=True), neutral=False, rank=2, rank_before=1)
DRUGS = Figures(Change(219), neutral=True, rank=None, rank_before=None)
INPUTS = Inputs(
    measures=choose_measures(["asb", "drug_offences", "robbery"]),
    figures={"asb": ASB, "drug_offences": DRUGS},
    wards={"asb": (7, 20), "drug_offences": (0, 0)},
    harm={"asb": 2.0, "robbery": 4.0, "road_casualties": 3.0},
    concern={"asb": 5},
    districts=12,
)


def of(code, inputs=INPUTS):
    return {row.code: row for row in collect_evidence(inputs)}[code]


def test_every_candidate_has_a_row_in_their_order():
    assert [row.code for row in collect_evidence(INPUTS)] == [candidate.code for candidate in CANDIDATES]


def test_a_candidate_with_figures_has_them_all():
    row = of("asb")
    assert (row.volume, row.change, row.neutral) == (2354, Change(2354, 1490, 1e-9, is_real=True), False)
    assert (row.rank, row.rank_before, row.areas) == (2, 1, 12)
    assert (row.wards_flagged, row.wards, row.harm, row.concern) == (7, 20, 2.0, 5)
    assert (row.adopted, row.part) == ((3,), False)


def test_where_no_ward_could_be_judged_nothing_is_said_of_wards():
    row = of("substance_misuse")
    assert (row.volume, row.change, row.neutral) == (219, Change(219), True)
    assert (row.wards_flagged, row.wards) == (None, 0)


@pytest.mark.parametrize("code", ["robbery", "road_safety"])
def test_without_figures_or_a_measure_only_what_people_judged_is_left(code):
    row = of(code)
    assert (row.volume, row.change, row.rank, row.wards_flagged, row.areas) == (None, None, None, None, 0)
    assert row.harm == {"robbery": 4.0, "road_safety": 3.0}[code]


def test_other_figures_change_their_own_candidate_alone():
    other = replace(INPUTS, figures={**INPUTS.figures, "asb": replace(ASB, change=Change(1977, 1490))})
    assert of("asb", other).volume == 1977
    changed = [
        a.code for a, b in zip(collect_evidence(INPUTS), collect_evidence(other), strict=True) if a != b
    ]
    assert changed == ["asb"]
