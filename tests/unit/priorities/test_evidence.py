"""The evidence on each candidate is put together from what was fetched, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csp.core.change import Change
from csp.topics.priorities.rules import (
    CANDIDATES,
    Adoption,
    Figures,
    Inputs,
    Judged,
    MeasureHarm,
    choose_measures,
    collect_evidence,
    match_priorities,
)

ASB = Figures(Change(2354, 1490, 1e-9, is_real=True), neutral=False, rank=2, rank_before=1, phi=1.8)
DRUGS = Figures(Change(219), neutral=True, rank=None, rank_before=None)
INPUTS = Inputs(
    measures=choose_measures(["asb", "drug_offences", "robbery"]),
    figures={"asb": ASB, "drug_offences": DRUGS},
    wards={"asb": (7, 20), "drug_offences": (0, 0)},
    harm={"asb": MeasureHarm(None, "no score"), "drug_offences": MeasureHarm(3.6)},
    judged={"asb": Judged(concern=5), "robbery": Judged(impact=4)},
    districts=12,
    months=12,
    complete=0.75,
    adoption=Adoption("2021-22", {3: "Nuisance"}, {"asb": (3,)}, {"robbery": (3,)}),
)


def of(code, inputs=INPUTS):
    return {row.code: row for row in collect_evidence(inputs)}[code]


def test_every_candidate_has_a_row_in_their_order():
    assert [row.code for row in collect_evidence(INPUTS)] == [candidate.code for candidate in CANDIDATES]


def test_a_candidate_with_figures_has_them_all():
    row = of("asb")
    assert (row.volume, row.change, row.neutral) == (2354, Change(2354, 1490, 1e-9, is_real=True), False)
    assert (row.rank, row.rank_before, row.areas) == (2, 1, 12)
    assert (row.wards_flagged, row.wards, row.harm, row.harm_missing) == (7, 20, None, "no score")
    assert (row.months, row.complete, row.phi) == (12, 0.75, 1.8)
    assert (row.own, row.acted_on, row.judged) == ((3,), (), Judged(concern=5))


def test_harm_is_that_of_one_case_times_the_count():
    assert of("substance_misuse").harm == pytest.approx(3.6 * 219)
    more = replace(INPUTS, figures={"drug_offences": replace(DRUGS, change=Change(100))})
    assert of("substance_misuse", more).harm == pytest.approx(360)


def test_where_no_ward_could_be_judged_nothing_is_said_of_wards():
    row = of("substance_misuse")
    assert (row.volume, row.change, row.neutral) == (219, Change(219), True)
    assert (row.wards_flagged, row.wards) == (None, 0)


@pytest.mark.parametrize("code", ["robbery", "road_safety"])
def test_without_figures_or_a_measure_only_what_people_judged_is_left(code):
    row = of(code)
    assert (row.volume, row.change, row.rank, row.wards_flagged, row.areas) == (None, None, None, None, 0)
    assert row.judged == {"robbery": Judged(impact=4), "road_safety": Judged()}[code]


def test_other_figures_change_their_own_candidate_alone():
    other = replace(INPUTS, figures={**INPUTS.figures, "asb": replace(ASB, change=Change(1977, 1490))})
    assert of("asb", other).volume == 1977
    changed = [
        a.code for a, b in zip(collect_evidence(INPUTS), collect_evidence(other), strict=True) if a != b
    ]
    assert changed == ["asb"]


def test_a_candidate_that_the_source_does_not_tell_apart_is_called_by_what_is_counted():
    street = replace(
        INPUTS,
        measures=choose_measures(["violence_and_sexual_offences"]),
        figures={"violence_and_sexual_offences": ASB},
        labels={"violence_and_sexual_offences": "Violence and sexual offences"},
    )
    assert of("violence", street).label == "Violence and sexual offences"
    assert of("violence").label == "Violence against the person"
    assert of("sexual_offences", street).volume is None


# What the priorities of a plan are about.


def test_a_priority_is_about_the_candidates_its_name_has_the_words_of():
    plan = {
        1: "Domestic abuse",
        2: "Substance misuse and supply, and alcohol abuse (with violence and knife crime)",
        3: "Anti-social and high-risk behaviour",
        4: "Road safety",
    }
    adoption = match_priorities("2021-22", plan)
    assert adoption.own == {
        "domestic_abuse": (1,),
        "substance_misuse": (2,),
        "asb": (3,),
        "road_safety": (4,),
    }
    assert adoption.priorities == plan


def test_another_plan_has_other_priorities_and_as_many_places():
    adoption = match_priorities(
        "2030-31", {1: "Burglary and robbery", 2: "Serious violence", 3: "Loneliness"}
    )
    assert adoption.own == {"burglary": (1,), "robbery": (1,), "violence": (2,)}
    assert adoption.count_places(["burglary", "robbery"]) == 1
    assert adoption.count_places(["burglary", "violence", "asb"]) == 2


def test_a_name_that_says_nothing_is_about_what_most_of_its_actions_act_on():
    linked = [(1, ["robbery"]), (1, ["burglary"]), (1, ["robbery"]), (1, [])]
    adoption = match_priorities("2030-31", {1: "Safer homes and streets"}, linked)
    assert adoption.own == {"robbery": (1,)}
    assert adoption.acted_on["burglary"] == (1,)
    assert adoption.acted_on["robbery"] == ()


def test_a_word_counts_at_the_start_of_a_word_alone():
    assert match_priorities("", {1: "Broadband"}).own == {}
