"""What if the figures were others: totals follow their offences, and what was given stays as it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.core.measures import read_catalogue
from csp.topics.thresholds.rules import Adjustment, OffenceCounts, Peers, adjust, what_if, what_if_sentence

MEASURES = read_catalogue().measures
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
    found = what_if(counts, adjustments, [MEASURES[c] for c in codes], "recorded", **options)
    return {row.code: row for row in found}


def test_a_fall_reaches_every_total_that_holds_the_offence(counts):
    found = rows(
        counts,
        [Adjustment("fell by", "shoplifting", 25.0)],
        ["shoplifting", "victim_based_crime", "all_crime", "asb"],
    )
    assert (found["shoplifting"].now, found["shoplifting"].now_if) == (564, 423)
    assert found["victim_based_crime"].now_if == 3664 - 141
    assert found["all_crime"].now_if == 3883 - 141
    assert found["all_crime"].before_if == found["all_crime"].before == 3955
    assert not found["asb"].changed


def test_without_the_covid_tagged_reports_asb_is_what_is_left(counts):
    found = rows(counts, [Adjustment("without", flag="covid")], ["asb", "asb_rowdy", "all_crime"])
    assert (found["asb"].now, found["asb"].now_if) == (2354, 1977)
    assert (found["asb_rowdy"].now_if, found["asb_rowdy"].before_if) == (442, 390)
    assert not found["all_crime"].changed


def test_possession_back_at_last_year_s_level_changes_drug_offences_and_all_crime(counts):
    found = rows(
        counts,
        [Adjustment("as before", "drug_possession")],
        ["drug_possession", "drug_trafficking", "drug_offences", "all_crime", "victim_based_crime"],
    )
    assert found["drug_possession"].now_if == 126
    assert (found["drug_offences"].now, found["drug_offences"].now_if) == (219, 192)
    assert found["all_crime"].now - found["all_crime"].now_if == 27
    assert not found["drug_trafficking"].changed
    assert not found["victim_based_crime"].changed


def test_a_tag_falls_alone_and_takes_its_crimes_with_it(counts):
    found = rows(counts, [Adjustment("fell by", "hate_crime", 50.0)], ["hate_crime", "violent_crime"])
    assert found["hate_crime"].now_if == 50
    assert found["violent_crime"].now_if == 3050


def test_assumptions_follow_one_another(counts):
    both = [Adjustment("without", flag="covid"), Adjustment("fell by", "asb", 10.0)]
    assert rows(counts, both, ["asb"])["asb"].now_if == 1779  # 1,977 less 197.7, rounded


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
    assert row.signal
    assert row.signal_if
    assert row.pct_if == pytest.approx(100 * (1977 - 1490) / 1490)
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
    assert what_if_sentence(row, "ASB incidents") == (
        "ASB incidents would be 1,977 instead of 2,354: +32.7 % (a real change) instead of "
        "+58.0 % (a real change); by rate 1st instead of 2nd."
    )
    same = rows(counts, [Adjustment("without", flag="covid")], ["shoplifting"])["shoplifting"]
    assert what_if_sentence(same, "Shoplifting") == "Shoplifting would stay at 564."


def test_a_fall_by_more_than_everything_is_refused():
    with pytest.raises(ValueError, match="100 %"):
        Adjustment("fell by", "asb", 101.0)
