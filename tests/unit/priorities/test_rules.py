"""Evidence for priorities: components by their formula, a ranking that repeats, sentences that are true."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.core.change import Change
from csp.core.errors import UserError
from csp.core.filters import add_months
from csp.core.measures import read_catalogue
from csp.topics.priorities.findings import compare_candidates, describe_support
from csp.topics.priorities.harm import read_harm_weights
from csp.topics.priorities.rules import (
    CANDIDATES,
    COMPONENTS,
    DEFAULT_WEIGHTS,
    Evidence,
    count_flagged_wards,
    rank_candidates,
    score_components,
)
from csp.topics.thresholds.rules import Cells, Rule, evaluate

VIOLENCE = Evidence(
    "violence", "Violence", Change(3662, 3571, 0.285), False, 3, 2, 12, 2, 20, 4, 3, (2, 3), True
)
DRUGS = Evidence("drugs", "Drugs", Change(219, 206, 0.529), True, 3, 4, 12, 0, 20, 3, 4, (2,))
ASB = Evidence("asb", "ASB", Change(2354, 1490, 1e-9, is_real=True), False, 2, 1, 12, 7, 20, 2, 5, (3,))
SHOPS = Evidence("shops", "Shoplifting", Change(564, 759, 1e-7, is_real=True), False, 4, 6, 12, 0, 20, 1, 2)
ROADS = Evidence("roads", "Road safety", None, harm=4, concern=5, adopted=(4,))
ABUSE = Evidence("abuse", "Domestic abuse", Change(2391, 2296, 0.165), False, 1, 1, 12, 0, 20, 5, 4, (1,))
ALL = (VIOLENCE, DRUGS, ASB, SHOPS, ROADS, ABUSE)


def of(evidence, component, others=()):
    return score_components([evidence, *others])[0, COMPONENTS.index(component)]


def test_each_component_follows_its_formula():
    assert of(SHOPS, "volume", [VIOLENCE]) == pytest.approx((564 / 3662) ** 0.5)
    assert of(ASB, "change") == pytest.approx(1.0, abs=1e-6)  # +58%, sure
    assert of(SHOPS, "change") == pytest.approx(0.5 - 0.5 * (195 / 759) / 0.5, abs=1e-6)
    assert of(VIOLENCE, "change") == pytest.approx(0.5 + 0.5 * (1 - 0.285) * (91 / 3571) / 0.5)
    assert of(ASB, "rank") == pytest.approx(0.8 * 1 / 11 + 0.2 * (0.5 + 0.5 / 3))
    assert of(SHOPS, "rank") == pytest.approx(0.8 * 3 / 11 + 0.2 * (0.5 - 0.5 * 2 / 3))
    assert of(ASB, "wards") == pytest.approx(0.7)
    assert of(ASB, "harm") == 0.25
    assert of(ASB, "concern") == 1.0


def test_a_rise_that_follows_police_activity_is_not_scored():
    assert of(DRUGS, "change") == 0.5
    assert of(replace(DRUGS, change=Change(600, 206, 1e-9)), "change") == 0.5


def test_what_is_not_known_is_left_out_of_the_mean_and_not_counted_as_nothing():
    bare = Evidence("x", "X", Change(400), harm=5)
    alone = rank_candidates([bare, Evidence("y", "Y", Change(1600), harm=1)])
    assert alone.scores.tolist() == pytest.approx([100 * (0.5 + 1) / 2, 100 * (1 + 0) / 2])


def test_a_candidate_without_figures_is_not_ranked():
    ranking = rank_candidates(ALL)
    assert ranking.evidence[-1].code == "roads"
    assert ranking.place[-1] == 0
    assert np.isnan(ranking.scores[-1])
    assert ranking.in_top[-1] == 0
    assert "no figures are loaded" in compare_candidates(ranking)[-1].sentence


def test_the_score_is_the_weighted_mean_recomputed_plainly():
    weights = {"volume": 2.0, "change": 0.5, "rank": 1.0, "wards": 0.0, "harm": 3.0, "concern": 1.5}
    ranking = rank_candidates(ALL, weights)
    for e, score in zip(ranking.evidence, ranking.scores, strict=True):
        if e.code == "roads":
            continue
        parts = dict(zip(COMPONENTS, score_components(ALL)[ALL.index(e)], strict=True))
        assert score == pytest.approx(100 * sum(weights[c] * parts[c] for c in COMPONENTS) / 8.0)
    assert list(ranking.place) == [1, 2, 3, 4, 5, 0]
    assert sorted(ranking.scores[:5], reverse=True) == list(ranking.scores[:5])


def test_stability_is_the_share_of_seeded_draws_recomputed_one_by_one():
    ranking = rank_candidates(ALL, top=2, draws=300, seed=7)
    parts = score_components(ALL)[[0, 1, 2, 3, 5]]
    factors = np.random.default_rng(7).uniform(0.8, 1.2, (300, 6))
    hits = np.zeros(5)
    for draw in factors:
        scores = [sum(draw * row) / sum(draw) for row in parts]
        for i in sorted(range(5), key=lambda i: -scores[i])[:2]:
            hits[i] += 1
    expected = dict(zip(("violence", "drugs", "asb", "shops", "abuse"), hits / 300, strict=True))
    shares = {
        e.code: share for e, share in zip(ranking.evidence, ranking.in_top, strict=True) if e.code != "roads"
    }
    assert shares == pytest.approx(expected)
    assert ranking.in_top.sum() == pytest.approx(2)


def test_the_same_seed_gives_the_same_stability_and_no_spread_gives_certainty():
    assert (rank_candidates(ALL).in_top == rank_candidates(ALL).in_top).all()
    sure = rank_candidates(ALL, spread=0.0)
    assert sure.in_top.tolist() == [1, 1, 1, 1, 0, 0]
    assert (sure.best == sure.place).all()
    assert (sure.worst == sure.place).all()


@given(
    weights=st.lists(st.floats(0, 10), min_size=6, max_size=6).filter(any),
    concern=st.integers(1, 4),
)
@settings(deadline=None, max_examples=40)
def test_more_concern_never_lowers_a_candidate(weights, concern):
    named = dict(zip(COMPONENTS, weights, strict=True))
    places = []
    for value in (concern, concern + 1):
        ranking = rank_candidates(
            [replace(SHOPS, concern=value), VIOLENCE, DRUGS, ASB, ABUSE], named, draws=10
        )
        codes = [e.code for e in ranking.evidence]
        places.append(int(ranking.place[codes.index("shops")]))
    assert places[1] <= places[0]


@pytest.mark.parametrize("weights", [{}, dict.fromkeys(COMPONENTS, 0.0), {**DEFAULT_WEIGHTS, "harm": -1.0}])
def test_weights_that_cannot_be_used_are_refused(weights):
    with pytest.raises(ValueError, match="Weights"):
        rank_candidates(ALL, weights)


def test_every_candidate_is_compared_with_the_adopted_priorities():
    ranking = rank_candidates(ALL)
    for i, comparison in enumerate(compare_candidates(ranking)):
        e, place = ranking.evidence[i], int(ranking.place[i])
        own = bool(e.adopted) and not e.part
        among = 1 <= place <= 4
        assert comparison.verdict == (
            "no evidence"
            if not place
            else {
                (True, True): "retained",
                (True, False): "raised",
                (False, True): "dropped",
                (False, False): "not among the first",
            }[among, own]
        )


def test_the_wording_supports_and_never_decides():
    comparisons = {c.code: c for c in compare_candidates(rank_candidates(ALL, top=3))}
    assert comparisons["asb"].sentence.startswith(
        "ASB: the evidence supports retaining it as a priority (1st of 5, "
    )
    assert comparisons["violence"].sentence.startswith(
        "Violence: the evidence supports raising it to a priority, so far named within priorities 2 and 3 ("
    )
    assert "whether to keep it is for the partnership" in comparisons["drugs"].sentence
    words = " ".join(c.sentence for c in comparisons.values())
    assert not any(word in words for word in (" must ", " should ", " we decide"))


def test_supporting_sentences_say_the_figures():
    ranking = rank_candidates(ALL)
    i = [e.code for e in ranking.evidence].index("asb")
    assert describe_support(ranking, i) == [
        "2,354 in the period, the 3rd most of 5 candidates.",
        "Against the period before: ▲ 864 (+58.0%), a clear change.",
        "By rate 2nd lowest of 12, lowest in the period before.",
        "Warnings in 7 of 20 wards under the current rule.",
        "Judged by people: harm 2 of 5 and public concern 5 of 5.",
    ]
    drugs = describe_support(ranking, [e.code for e in ranking.evidence].index("drugs"))
    assert drugs[1].endswith("the number follows police activity, so it is not scored.")


def test_the_four_adopted_priorities_are_marked_and_violence_is_named_within_two():
    own = {c.code: c.adopted for c in CANDIDATES if c.adopted and not c.part}
    assert own == {"domestic_abuse": (1,), "substance_misuse": (2,), "asb": (3,), "road_safety": (4,)}
    assert [c.code for c in CANDIDATES if c.part] == ["violence"]


@pytest.mark.parametrize("source", ["sample", "police"])
def test_a_candidate_is_answered_by_the_first_of_its_measures_on_offer(source):
    offered = [m.code for m in read_catalogue().offered(source)]
    measures = {c.code: c.measure(offered) for c in CANDIDATES}
    assert measures["violence"] == ("violent_crime" if source == "sample" else "violence_and_sexual_offences")
    assert measures["asb"] == "asb"
    assert measures["road_safety"] is None


def test_every_candidate_has_a_harm_weight_from_the_table():
    weights = read_harm_weights()
    assert all(1 <= w <= 5 for w in weights.values())
    assert {code for c in CANDIDATES for code in c.measures} <= set(weights)
    assert set(weights) - {"road_casualties"} <= set(read_catalogue().measures)


@pytest.mark.parametrize("weight", ["6", "0", "heavy", "", "nan"])
def test_a_weight_outside_the_scale_is_refused_by_line(tmp_path, weight):
    path = tmp_path / "weights.csv"
    path.write_text(
        f"measure,label,weight,source\nasb,ASB,2,x\nrobbery,Robbery,{weight},x\n", encoding="utf-8"
    )
    with pytest.raises(UserError, match=r"weights\.csv, line 3"):
        read_harm_weights(path)


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
