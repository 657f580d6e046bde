"""What if the figures were others: totals follow their offences, and what was given stays as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp import statistics
from csp.core.change import Change
from csp.core.measures import read_catalogue
from csp.topics.priorities.rules import Figures
from csp.topics.what_if.findings import describe_what_if
from csp.topics.what_if.rules import (
    Adjustment,
    Basis,
    OffenceCounts,
    Peers,
    adjust,
    assume_figures,
    suppose_measures,
)

MEASURES = read_catalogue().measures
BASIS = Basis(MEASURES, "recorded")
ROWS = [
    ("violence_against_the_person", None, 3000, 2900),
    ("violence_against_the_person", "hate", 100, 90),
    ("shoplifting", None, 564, 759),
    ("drug_trafficking", None, 66, 80),
    ("drug_possession", None, 153, 126),
    ("asb_rowdy", None, 442, 390),
    ("asb_rowdy", "covid", 377, 0),
    ("asb_other", None, 1535, 1100),
    ("domestic_abuse_incident", None, 2391, 2296),
]


@pytest.fixture
def counts():
    offences, flags, now, before = zip(*ROWS, strict=True)
    return OffenceCounts(offences, flags, np.array(now), np.array(before))


def rows(counts, adjustments, codes, **options):
    results = suppose_measures(counts, adjustments, [MEASURES[c] for c in codes], BASIS, **options)
    return {row.code: row for row in results}


def test_a_fall_reaches_every_total_that_holds_the_offence(counts):
    figures = rows(
        counts,
        [Adjustment("fell by", "shoplifting", 25.0)],
        ["shoplifting", "victim_based_crime", "all_crime", "asb"],
    )
    assert (figures["shoplifting"].recorded.now, figures["shoplifting"].assumed.now) == (564, 423)
    assert figures["victim_based_crime"].assumed.now == 3664 - 141
    assert figures["all_crime"].assumed.now == 3883 - 141
    assert figures["all_crime"].assumed.before == figures["all_crime"].recorded.before == 3955
    assert not figures["asb"].changed


def test_without_the_covid_tagged_reports_asb_is_what_is_left(counts):
    figures = rows(counts, [Adjustment("without", flag="covid")], ["asb", "asb_rowdy", "all_crime"])
    assert (figures["asb"].recorded.now, figures["asb"].assumed.now) == (2354, 1977)
    assert (figures["asb_rowdy"].assumed.now, figures["asb_rowdy"].assumed.before) == (442, 390)
    assert not figures["all_crime"].changed


def test_possession_back_at_last_year_s_level_changes_drug_offences_and_all_crime(counts):
    figures = rows(
        counts,
        [Adjustment("as before", "drug_possession")],
        ["drug_possession", "drug_trafficking", "drug_offences", "all_crime", "victim_based_crime"],
    )
    assert figures["drug_possession"].assumed.now == 126
    assert (figures["drug_offences"].recorded.now, figures["drug_offences"].assumed.now) == (219, 192)
    assert figures["all_crime"].recorded.now - figures["all_crime"].assumed.now == 27
    assert not figures["drug_trafficking"].changed
    assert not figures["victim_based_crime"].changed


def test_a_tag_falls_alone_and_takes_its_crimes_with_it(counts):
    figures = rows(counts, [Adjustment("fell by", "hate_crime", 50.0)], ["hate_crime", "violent_crime"])
    assert figures["hate_crime"].assumed.now == 50
    assert figures["violent_crime"].assumed.now == 3050


def test_assumptions_follow_one_another(counts):
    both = [Adjustment("without", flag="covid"), Adjustment("fell by", "asb", 10.0)]
    assert rows(counts, both, ["asb"])["asb"].assumed.now == 1779  # 1,977 less 197.7, rounded


def test_what_was_given_is_not_touched(counts):
    now, before = counts.now.copy(), counts.before.copy()
    adjust(
        counts,
        [Adjustment("fell by", "asb", 40.0), Adjustment("without", flag="covid")],
        MEASURES,
        "recorded",
    )
    assert (counts.now == now).all()
    assert (counts.before == before).all()


@given(
    numbers=st.lists(st.integers(0, 500), min_size=len(ROWS), max_size=len(ROWS)),
    percent=st.integers(-100, 100),
)
def test_a_fallen_total_is_the_rounded_one_and_its_parts_are_whole_and_near(numbers, percent):
    offences, flags, _, before = zip(*ROWS, strict=True)
    given_counts = OffenceCounts(offences, flags, np.array(numbers), np.array(before))
    changed = adjust(given_counts, [Adjustment("fell by", "asb", float(percent))], MEASURES, "recorded")
    total = given_counts.total(MEASURES["asb"], "recorded")[0]
    assert changed.total(MEASURES["asb"], "recorded")[0] == (total * (100 - percent) * 2 + 100) // 200
    parts = np.array(numbers[5:8]) * (100 - percent) / 100
    assert (np.abs(changed.now[5:8] - parts) <= 1).all()
    assert (changed.now[:5] == numbers[:5]).all()


def test_ranks_and_signals_are_those_of_the_new_figures(counts):
    peers = Peers(
        "h",
        ("h", "a", "b"),
        ("asb",),
        np.array([[2354, 1200, 1100]]),
        np.array([100_000.0, 60_000.0, 50_000.0]),
    )
    row = rows(counts, [Adjustment("without", flag="covid")], ["asb"], peers=peers)["asb"]
    assert (row.rank, row.rank_if) == (3, 1)
    assert row.recorded.is_real
    assert row.assumed.is_real
    assert row.assumed.pct == pytest.approx(100 * (1977 - 1490) / 1490)
    without = Peers("h", peers.districts, ("asb",), np.array([[1977, 1150, 1000]]), peers.population)
    adjusted = rows(counts, [Adjustment("without", flag="covid")], ["asb"], peers=peers, peers_if=without)
    assert adjusted["asb"].rank_if == 2


def test_a_measure_that_is_not_ranked_has_no_rank(counts):
    peers = Peers("h", ("h", "a"), ("drug_possession",), np.array([[153, 100]]), np.array([1e5, 1e5]))
    row = rows(counts, [Adjustment("as before", "drug_possession")], ["drug_possession"], peers=peers)
    assert row["drug_possession"].rank is None


def test_the_assumption_is_said_in_one_sentence(counts):
    peers = Peers("h", ("h", "a"), ("asb",), np.array([[2354, 2000]]), np.array([1e5, 1e5]))
    row = rows(counts, [Adjustment("without", flag="covid")], ["asb"], peers=peers)["asb"]
    assert describe_what_if(row, "ASB incidents", 2) == (
        "ASB incidents would be 1,977 instead of 2,354: +32.7% (a clear change) instead of "
        "+58.0% (a clear change); by rate lowest instead of highest."
    )
    same = rows(counts, [Adjustment("without", flag="covid")], ["shoplifting"])["shoplifting"]
    assert describe_what_if(same, "Shoplifting", 2) == "Shoplifting would stay at 564."


def test_a_fall_by_more_than_everything_is_refused():
    with pytest.raises(ValueError, match="100%"):
        Adjustment("fell by", "asb", 101.0)


RECORDED = {
    "asb": Figures(Change(2354, 1490, 1e-9, is_real=True), neutral=False, rank=3, rank_before=2),
    "shoplifting": Figures(Change(564, 759, 0.01, is_real=True), neutral=False, rank=1, rank_before=1),
}


def assume(counts, exposures=(1.0, 1.0)):
    basis = replace(BASIS, exposures=exposures)
    measures = [MEASURES[code] for code in ("asb", "shoplifting")]
    results = suppose_measures(counts, [Adjustment("without", flag="covid")], measures, basis)
    return assume_figures(RECORDED, {row.code: row for row in results})


def test_evidence_rests_on_the_assumed_figures_where_they_change(counts):
    assumed = assume(counts, (100_000.0, 90_000.0))
    assert assumed["shoplifting"] == RECORDED["shoplifting"]
    change = assumed["asb"].change
    assert (change.now, change.before) == (1977, 1490)
    assert change.p == float(statistics.change_p(1977, 1490, 100_000.0, 90_000.0))
    assert (assumed["asb"].rank_before, assumed["asb"].neutral) == (2, False)
    without_people = assume(counts, (100_000.0, float("nan")))
    assert without_people["asb"].change.p == float(statistics.change_p(1977, 1490))


def test_a_measure_without_an_earlier_period_stays_as_recorded(counts):
    results = rows(counts, [Adjustment("without", flag="covid")], ["asb"])
    alone = {"asb": replace(RECORDED["asb"], change=Change(2354))}
    assert assume_figures(alone, results) == alone
