"""Evidence for priorities: pieces by their formula, a ranking that repeats, sentences that are true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.core.change import Change
from csp.core.filters import Period, add_months
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.topics.priorities.findings import (
    compare_candidates,
    describe_ranking,
    describe_support,
    write_headline,
)
from csp.topics.priorities.rules import (
    CANDIDATES,
    COMPONENTS,
    DEFAULT_WEIGHTS,
    WEIGHTED,
    Adoption,
    Evidence,
    Judged,
    Stability,
    Windows,
    assess_stability,
    count_flagged_wards,
    count_places,
    find_obstacle,
    judge_candidate,
    measure_pieces,
    rank_candidates,
    read_weights,
)
from csp.topics.thresholds.rules import Cells, Rule, evaluate

VIOLENCE = Evidence(
    "violence",
    "Violence",
    Change(3351, 3220, 0.3),
    False,
    3,
    2,
    12,
    2,
    20,
    317_642.0,
    phi=2.3,
    acted_on=(2, 3),
)
DRUGS = Evidence("drugs", "Drugs", Change(219, 206, 0.53), True, 3, 4, 12, 0, 20, 789.0, phi=1.52, own=(2,))
ASB = Evidence(
    "asb",
    "ASB",
    Change(2354, 1490, 1e-9, is_real=True),
    False,
    2,
    1,
    12,
    7,
    20,
    None,
    "no score",
    phi=1.8,
    own=(3,),
)
SHOPS = Evidence(
    "shops", "Shoplifting", Change(564, 759, 0.001, is_real=True), False, 4, 6, 12, 0, 20, 564.0, phi=2.7
)
ROADS = Evidence("roads", "Road safety", None, own=(4,))
ABUSE = Evidence(
    "abuse",
    "Domestic abuse",
    Change(2391, 2296, 0.165),
    False,
    1,
    1,
    12,
    0,
    20,
    None,
    "no score",
    phi=1.8,
    own=(1,),
    cuts_across=True,
)
ALL = (VIOLENCE, DRUGS, ASB, SHOPS, ROADS, ABUSE)
PLAN = Adoption("2021-22", {1: "Abuse", 2: "Drugs", 3: "ASB", 4: "Roads"})


def of(evidence, component, others=()):
    return measure_pieces([evidence, *others]).values[0, COMPONENTS.index(component)]


def make_windows(evidence=ALL, districts=4):
    """The recorded counts in the first of four districts, the others around them, in one period."""
    counts = np.array([[np.nan if e.volume is None else float(e.volume) for e in evidence]])
    now = counts[..., None] * np.array([1.0, 0.9, 1.1, 1.3][:districts])
    before = np.array([[np.nan if e.change is None else float(e.change.before or 0) for e in evidence]])
    return Windows(now, before, 0, np.full(districts, 100_000.0))


def make_stability(**shares):
    codes = [e.code for e in ALL]
    return Stability(
        shares={code: shares.get(code, 0.0) for code in codes},
        best=dict.fromkeys(codes, 1),
        worst=dict.fromkeys(codes, 5),
        moved={"weights": 0.4, "period": 0.0, "data": 0.1},
        draws=1000,
        periods=12,
    )


# The score.


def test_each_piece_follows_its_formula():
    assert of(SHOPS, "harm", [VIOLENCE]) == pytest.approx((564 / 317_642) ** 0.5)
    assert of(ASB, "change") == pytest.approx(1.0, abs=1e-6)  # +58%, sure
    sure = erf(131 / sqrt(2 * 2.3 * (3351 + 3220)))
    assert of(VIOLENCE, "change") == pytest.approx(0.5 + 0.5 * sure * (131 / 3220) / 0.5)
    assert of(ASB, "rank") == pytest.approx(1 / 11)
    assert of(ASB, "wards") == pytest.approx(0.7)
    assert of(replace(ASB, judged=Judged(impact=2, concern=5)), "impact") == 0.25
    assert of(replace(ASB, judged=Judged(impact=2, concern=5)), "concern") == 1.0


def test_a_rise_that_follows_police_activity_is_not_scored():
    assert of(DRUGS, "change") == 0.5
    assert of(replace(DRUGS, change=Change(600, 206, 1e-9)), "change") == 0.5


def test_confidence_is_of_complete_months_of_a_year_and_of_a_count_that_is_known_closely():
    precise = 1 - 1.96 * sqrt(1.8 / 2354)
    assert of(ASB, "confidence") == pytest.approx((1 + 1 + precise) / 3)
    poorer = replace(ASB, months=3, complete=0.5)
    assert of(poorer, "confidence") == pytest.approx((0.5 + 0.25 + precise) / 3)
    assert of(replace(ASB, change=Change(2, 1)), "confidence") == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("judged", "factor"),
    [
        (Judged(), 1.0),
        (Judged(capacity=3, capability=3), 1.0),
        (Judged(capacity=5, capability=5), 1.25),
        (Judged(capacity=1, capability=1), 0.8),
        (Judged(capacity=5), 1.25**0.5),
    ],
)
def test_what_is_lacking_raises_a_score_and_a_blank_does_nothing(judged, factor):
    assert of(replace(ASB, judged=judged), "means") == pytest.approx(factor)


def test_the_score_is_the_product_recomputed_plainly():
    weights = {"harm": 2.0, "impact": 0.0, "concern": 1.5, "rank": 1.0, "change": 0.5, "wards": 3.0}
    ranking = rank_candidates(ALL, weights)
    values = measure_pieces(ALL).values
    for e, score in zip(ranking.evidence, ranking.scores, strict=True):
        if e.code == "roads":
            assert np.isnan(score)
            continue
        part = dict(zip(COMPONENTS, values[ALL.index(e)], strict=True))
        counted = {name: 0.1 + 0.9 * value for name, value in part.items()}
        impact = (2 * counted["harm"] + 1.5 * counted["concern"]) / 3.5
        likelihood = (counted["rank"] + 0.5 * counted["change"] + 3 * counted["wards"]) / 4.5
        product = impact * likelihood * counted["confidence"] * part["means"]
        assert score == pytest.approx(100 * product ** (1 / 3))
    assert list(ranking.place) == [1, 2, 3, 4, 5, 0]
    assert sorted(ranking.scores[:5], reverse=True) == list(ranking.scores[:5])


def test_a_part_without_any_weight_counts_the_same_for_all():
    only = {"harm": 1.0}
    scores = dict(zip(rank_candidates(ALL, only).codes, rank_candidates(ALL, only).scores, strict=True))
    grown = replace(SHOPS, change=Change(5640, 759), rank=12, wards_flagged=20, harm=564.0)
    other = rank_candidates([VIOLENCE, DRUGS, ASB, grown, ROADS, ABUSE], only)
    # More counts are known more closely; nothing else of likelihood counts.
    assert dict(zip(other.codes, other.scores, strict=True))["shops"] == pytest.approx(
        scores["shops"], rel=0.02
    )


# Blanks.


@pytest.mark.parametrize("field", ["impact", "concern", "capacity", "capability"])
def test_a_blank_is_neutral_and_shown_as_one(field):
    middle = replace(SHOPS, judged=replace(SHOPS.judged, **{field: 3}))
    entered = rank_candidates([VIOLENCE, DRUGS, ASB, middle, ROADS, ABUSE])
    blank = rank_candidates(ALL)
    assert entered.scores[:5] == pytest.approx(blank.scores[:5])
    assert entered.codes == blank.codes
    if field in COMPONENTS:
        i, at = blank.codes.index("shops"), COMPONENTS.index(field)
        assert (bool(blank.is_blank[i, at]), bool(entered.is_blank[i, at])) == (True, False)


def test_the_highest_concern_for_one_candidate_alone_does_not_lift_it_over_better_evidence():
    before = rank_candidates(ALL).codes[:2]
    for e in (DRUGS, SHOPS, ABUSE):
        lifted = [replace(e, judged=Judged(concern=5)) if each is e else each for each in ALL]
        assert rank_candidates(lifted).codes[:2] == before


@given(
    weights=st.lists(st.floats(0, 3), min_size=6, max_size=6).filter(any),
    concern=st.integers(1, 4),
)
@settings(deadline=None, max_examples=40)
def test_more_concern_never_lowers_a_candidate(weights, concern):
    named = dict(zip(WEIGHTED, weights, strict=True))
    places = []
    for value in (concern, concern + 1):
        judged = replace(SHOPS, judged=Judged(concern=value))
        ranking = rank_candidates([judged, VIOLENCE, DRUGS, ASB, ABUSE], named)
        places.append(int(ranking.place[ranking.codes.index("shops")]))
    assert places[1] <= places[0]


def test_a_candidate_without_figures_is_not_ranked():
    ranking = rank_candidates(ALL)
    assert ranking.evidence[-1].code == "roads"
    assert ranking.place[-1] == 0
    (sentence,) = [
        c.sentence for c in compare_candidates(ranking, make_stability(), PLAN) if c.code == "roads"
    ]
    assert sentence.endswith("evidence says nothing either way; it is priority 4 of plan 2021-22.")


@pytest.mark.parametrize("weights", [{}, dict.fromkeys(WEIGHTED, 0.0), {**DEFAULT_WEIGHTS, "harm": -1.0}])
def test_weights_that_cannot_be_used_are_refused(weights):
    with pytest.raises(ValueError, match="Weights"):
        rank_candidates(ALL, weights)


def test_there_are_as_many_places_as_adopted_priorities_with_evidence():
    plan = Adoption("2021-22", {1: "a", 2: "b", 4: "c"}, {"abuse": (1,), "drugs": (2,), "roads": (4,)})
    assert count_places(ALL, plan) == 2
    with_roads = [replace(e, change=Change(120, 110)) if e is ROADS else e for e in ALL]
    assert count_places(with_roads, plan) == 3
    assert count_places(ALL, Adoption()) == 4


# Stability.


def test_the_same_seed_gives_the_same_stability_and_the_shares_add_up_to_the_places():
    weights = read_weights(DEFAULT_WEIGHTS)
    first, second = (assess_stability(ALL, weights, 2, make_windows(), draws=300) for _ in range(2))
    assert first == second
    assert sum(first.shares.values()) == pytest.approx(2)
    assert first.shares["roads"] == 0
    assert all(first.best[e.code] <= first.worst[e.code] for e in ALL)


def test_each_cause_varies_alone_what_it_is_named_after():
    weights = read_weights(DEFAULT_WEIGHTS)
    steady = assess_stability(ALL, weights, 2, make_windows(), draws=300)
    assert steady.moved["period"] == 0  # there is one period
    once = make_windows()
    later = Windows(
        np.concatenate([once.now, once.now * np.array([0.02, 1, 0.2, 20, 1, 1])[None, :, None]]),
        np.concatenate([once.before, once.before]),
        0,
        once.population,
    )
    assert assess_stability(ALL, weights, 2, later, draws=300).moved["period"] > 0


def test_weights_are_drawn_over_the_whole_range_of_their_sliders():
    """The place of a candidate that only one piece speaks for varies from the first to the last."""
    harmful = Evidence("x", "X", Change(100, 100), False, 1, 1, 12, 0, 20, 9e6)
    spread = Evidence("y", "Y", Change(100, 100), False, 12, 12, 12, 20, 20, 1.0)
    pair = (harmful, spread)
    result = assess_stability(pair, read_weights(DEFAULT_WEIGHTS), 1, make_windows(pair), draws=500)
    assert 0.05 < result.shares["x"] < 0.95
    assert result.moved["weights"] > 0.05


def test_counts_are_drawn_as_widely_as_their_type_varies():
    a = Evidence("a", "A", Change(400, 400), False, 6, 6, 12, None, 0, 4000.0, phi=1.0)
    b = replace(a, code="b", label="B", harm=3600.0)
    weights, windows = read_weights({"harm": 1.0}), make_windows((a, b))
    narrow = assess_stability((a, b), weights, 1, windows, draws=1000)
    wide = assess_stability((replace(a, phi=6.0), replace(b, phi=6.0)), weights, 1, windows, draws=1000)
    assert narrow.moved["data"] < wide.moved["data"] < 0.5


@pytest.mark.parametrize(
    ("moved", "title"),
    [
        (
            (0.4, 0.0, 0.1),
            "The weights matter most: alone they change the first two in at most 40% of variations",
        ),
        ((0.1, 1.25, 0.3), "The period matters most: alone it changes 1.2 of the first two on average"),
        ((0.0, 0.02, 0.04), "The first two stay the first two whatever varies"),
    ],
)
def test_the_title_of_the_ranking_says_what_moves_it_most(moved, title):
    stability = replace(make_stability(), moved=dict(zip(("weights", "period", "data"), moved, strict=True)))
    ranking = rank_candidates(ALL, top=2)
    assert describe_ranking(ranking, stability, "Jan to Dec 2020")[0] == title


# The verdicts.


def test_a_verdict_stands_only_where_it_is_stable_in_four_fifths_and_better():
    ranking = rank_candidates(ALL, top=2)
    order = ranking.codes
    cases = {
        0.8: {0: "retained", 1: "raised"},
        0.79: {0: "unsettled", 1: "unsettled"},
    }
    assert order[:2] == ("asb", "violence")
    for share, verdicts in cases.items():
        stability = make_stability(asb=share, violence=share)
        for i, verdict in verdicts.items():
            assert judge_candidate(ranking, stability, i) == verdict
    drugs, shops = order.index("drugs"), order.index("shops")
    assert judge_candidate(ranking, make_stability(drugs=0.2), drugs) == "dropped"
    assert judge_candidate(ranking, make_stability(drugs=0.21), drugs) == "unsettled"
    assert judge_candidate(ranking, make_stability(shops=0.1), shops) == "not among the first"


YEAR = Period(date(2020, 1, 1), 12)


def scope_of(months=12, before=True):
    now = YEAR.each()[:months]
    return Scope(now, tuple(add_months(m, -12) for m in now) if before else (), (), (), (), ())


@pytest.mark.parametrize(
    ("scope", "comparison", "obstacle"),
    [
        (scope_of(), YEAR.shift(-1), ""),
        (scope_of(11), YEAR.shift(-1), "months"),
        (scope_of(), YEAR.shift(-2), "gap"),
        (scope_of(before=False), YEAR.shift(-1), "nothing"),
    ],
)
def test_fewer_than_12_months_or_a_gap_of_years_give_no_verdict(scope, comparison, obstacle):
    assert find_obstacle(scope, YEAR, comparison) == obstacle
    ranking, stability = rank_candidates(ALL, top=2), make_stability(asb=1.0, violence=1.0)
    compared = compare_candidates(ranking, stability, PLAN, obstacle)
    headline = write_headline(ranking, compared, obstacle)
    if obstacle:
        assert {c.verdict for c in compared} == {"no verdict", "no evidence"}
        assert headline.startswith("No verdict on the priorities: ")
        assert not any("supports" in c.sentence for c in compared)
    else:
        assert headline.startswith("The evidence supports retaining ASB and raising Violence")


def test_a_headline_says_what_is_not_supported_in_a_whole_sentence():
    ranking, stability = rank_candidates(ALL, top=2), make_stability(abuse=0.5)
    headline = write_headline(ranking, compare_candidates(ranking, stability, PLAN))
    assert headline == (
        "The evidence does not put Drugs among the first two; it does not settle ASB and Domestic abuse."
    )


def test_the_wording_supports_and_never_decides():
    stability = make_stability(asb=1.0, violence=0.9, abuse=0.5)
    ranking = rank_candidates(ALL, top=2)
    comparisons = {c.code: c for c in compare_candidates(ranking, stability, PLAN)}
    assert comparisons["asb"].sentence == (
        "ASB: the evidence supports retaining it as a priority (1st of 5, among the first two whatever "
        "varies)."
    )
    assert comparisons["violence"].sentence.startswith(
        "Violence: the evidence supports raising it to a priority, so far acted on under priorities 2 and 3 "
        "of plan 2021-22 ("
    )
    assert "whether to keep it is for the partnership" in comparisons["drugs"].sentence
    assert "does not settle it" in comparisons["abuse"].sentence
    words = " ".join(c.sentence for c in comparisons.values())
    assert not any(word in words for word in (" must ", " should ", " we decide"))


def test_supporting_sentences_say_the_figures():
    asb = replace(ASB, judged=Judged(concern=5))
    ranking = rank_candidates([VIOLENCE, DRUGS, asb, SHOPS, ROADS, ABUSE])
    assert describe_support(ranking, ranking.codes.index("asb")) == [
        "2,354 in the period, the 3rd most of 5 candidates.",
        "Harm: no score, so it counts as the middle.",
        "Judged by people: public concern 5 of 5. Blank, which counts as the middle: impact, lack of "
        "capacity and lack of capability.",
        "By rate 2nd lowest of 12, lowest in the period before.",
        "Against the period before: ▲ 864 (+58.0%), a clear change.",
        "Warnings in 7 of 20 wards under the current rule.",
        "Confidence: 100% of the months are complete, 12 months counted, the count known to ±5%.",
    ]
    drugs = describe_support(ranking, ranking.codes.index("drugs"))
    assert drugs[1] == "Harm: 789 days, 3.6 for each."
    assert any("the number follows police activity, so it counts as the middle." in text for text in drugs)
    assert "Judged by people" not in " ".join(drugs)
    abuse = describe_support(ranking, ranking.codes.index("abuse"))
    assert abuse[-1] == "It cuts across other types: some of it is recorded under them as well."


# The candidates.


def test_the_counts_of_candidates_do_not_overlap_but_for_those_that_cut_across():
    catalogue = read_catalogue()
    for source in ("sample", "police"):
        vocabulary = catalogue.sources[source].vocabulary
        offered = [m.code for m in catalogue.offered(source)]
        seen: set[str] = set()
        for candidate in CANDIDATES:
            measure = candidate.measure(offered)
            if measure is None or candidate.cuts_across:
                continue
            offences = set(catalogue.measures[measure].offences[vocabulary])
            assert not offences & seen, candidate.code
            seen |= offences
    assert [c.code for c in CANDIDATES if c.cuts_across] == ["domestic_abuse", "hate_crime"]


@pytest.mark.parametrize("source", ["sample", "police"])
def test_a_candidate_is_answered_by_the_first_of_its_measures_on_offer(source):
    offered = [m.code for m in read_catalogue().offered(source)]
    measures = {c.code: c.measure(offered) for c in CANDIDATES}
    street = "violence_and_sexual_offences"
    assert measures["violence"] == ("violence_against_the_person" if source == "sample" else street)
    assert measures["asb"] == "asb"
    assert measures["road_safety"] is None
    road_safety = next(c for c in CANDIDATES if c.code == "road_safety")
    assert road_safety.measure([*offered, "road_casualties"]) == "road_casualties"


def test_wards_are_counted_once_however_many_of_the_measures_are_flagged():
    counts = np.full((13, 2, 3), 10)
    counts[-1] = [[30, 10, 30], [30, 10, 10]]  # both types in the first ward, one in the third
    cells = Cells(
        tuple(add_months(date(2019, 12, 1), i) for i in range(13)),
        ("shoplifting", "robbery"),
        ("w1", "w2", "w3"),
        counts,
        np.ones((13, 3)),
        np.ones(13, dtype=bool),
        "h",
        ("h",),
        counts.sum(axis=2, keepdims=True),
        np.ones((13, 1)),
    )
    result = evaluate(cells, Rule(months=1, significant=False), -1)
    assert count_flagged_wards(result, ["shoplifting", "robbery"]) == (2, 3)
    assert count_flagged_wards(result, ["robbery"]) == (1, 3)
    assert count_flagged_wards(result, ["asb"]) == (0, 0)
