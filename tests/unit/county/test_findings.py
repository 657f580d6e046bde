"""The sentences of the county comparison, each number found by trying out every count."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.topics.county import findings as county

HOME, SEVENOAKS, SWALE, DOVER = PEERS = ("E07000116", "E07000111", "E07000113", "E07000108")
NAMES = dict(zip(PEERS, ("Tunbridge Wells", "Sevenoaks", "Swale", "Dover"), strict=True))
PEOPLE = {HOME: 118_939, SEVENOAKS: 121_387, SWALE: 151_015, DOVER: 118_514}
SHOPLIFTING = read_catalogue().measures["shoplifting"]


def basis(people=PEOPLE, **changes):
    return replace(
        Basis(
            home=HOME,
            districts=PEERS,
            populations=Populations({(c, 2020): n for c, n in people.items()}),
            years=(2020, 2020),
            comparable=True,
            whole_home=True,
            small_base=50,
            significance=0.05,
            vocabulary="recorded",
        ),
        **changes,
    )


def table(now, before=(0, 0, 0, 0), base=None):
    rows = [("shoplifting", code, n, m) for code, n, m in zip(PEERS, now, before, strict=True)]
    counts = pd.DataFrame(rows, columns=["measure", "district_code", "now", "before"])
    return rank_districts(counts, ("shoplifting",), base or basis())


def headline(now, base=None):
    base = base or basis()
    return county.write_headline(
        table(now, base=base), SHOPLIFTING, base, "Tunbridge Wells", "Kent districts"
    )


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (
            (100, 900, 900, 900),
            "the lowest rate of the 4 Kent districts (0.8 per 1,000); clear of the others.",
        ),
        (
            (900, 100, 100, 100),
            "the highest rate of the 4 Kent districts (7.6 per 1,000); clear of the others.",
        ),
        (
            (564, 540, 1500, 200),
            "the 2nd highest rate of the 4 Kent districts (4.7 per 1,000): ranked 3rd; could be 2nd to 3rd "
            "(1st = lowest).",
        ),
        (
            (0, 0, 9, 9),
            "the joint lowest rate of the 4 Kent districts (0.0 per 1,000): ranked joint 1st; could be 1st "
            "to 2nd.",
        ),
    ],
)
def test_the_headline_has_the_place_the_rate_and_how_sure_the_place_is(now, sentence):
    assert headline(now).startswith("Shoplifting: Tunbridge Wells has ")
    assert headline(now).endswith(sentence)


def test_a_rate_over_less_than_a_year_says_over_how_long():
    base, unit = basis(), "per 1,000 in 2 months"
    frame = table((100, 900, 900, 900), base=base)
    sentence = county.write_headline(frame, SHOPLIFTING, base, "Tunbridge Wells", "Kent districts", unit)
    assert "(0.8 per 1,000 in 2 months)" in sentence
    assert "Swale: 6.0 per 1,000 in 2 months, " in county.describe_pair(
        frame, SHOPLIFTING, base, SWALE, NAMES, unit
    )


def test_the_range_in_the_headline_is_that_of_limits_that_overlap():
    frame = table((564, 540, 1500, 200)).frame("shoplifting").set_index("district_code")
    low, high = frame.loc[HOME, ["low", "high"]]
    below = sum(frame["high"] < low)
    above = sum(frame["low"] > high)
    assert (below, above) == (1, 1)
    assert "; could be 2nd to 3rd (" in headline((564, 540, 1500, 200))


def test_without_a_population_there_is_no_rate_and_the_headline_says_why():
    base = basis({SWALE: 1000})
    sentence = headline((5, 5, 5, 5), base)
    assert sentence == "Shoplifting: Tunbridge Wells has no population on file, so no rate and no rank."
    assert county.describe_gaps(table((5, 5, 5, 5), base=base), SHOPLIFTING, base, NAMES) == []


def rank_with(count, now):
    rates = [n / PEOPLE[code] for n, code in zip(now[1:], PEERS[1:], strict=True)]
    return 1 + sum(rate < count / PEOPLE[HOME] for rate in rates)


def gap_of(match):
    ranks = {"lowest": 1, "2nd lowest": 2, "2nd highest": 3, "highest": 4}
    return int(match[1]), ranks[match[2]]


counts = st.integers(0, 80)


@hypothesis_settings(max_examples=40, deadline=None, database=None)
@given(st.tuples(counts, counts, counts, counts))
def test_the_gaps_are_the_fewest_crimes_that_would_have_changed_the_rank(now):
    sentence = " ".join(county.describe_gaps(table(now), SHOPLIFTING, basis(), NAMES))
    own = rank_with(now[0], now)
    less = next((k for k in range(1, now[0] + 1) if rank_with(now[0] - k, now) < own), None)
    more = next((k for k in range(1, 400) if rank_with(now[0] + k, now) > own), None)
    standing = r"(lowest|2nd lowest|2nd highest|highest)"
    fewer = re.search(
        rf"(\d+) fewer shoplifting offences would have put Tunbridge Wells {standing}\.", sentence
    )
    further = re.search(rf"(\d+) more shoplifting offences would have put us {standing}\.", sentence)
    assert (less and (less, rank_with(now[0] - less, now))) == (fewer and gap_of(fewer))
    assert (more and (more, rank_with(now[0] + more, now))) == (further and gap_of(further))


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (
            (100, 50, 900, 900),
            (100, 900, 900, 50),
            "It was 2nd lowest in the period compared with, too.",
        ),
        (
            (900, 50, 50, 50),
            (50, 900, 900, 900),
            "It was lowest in the period compared with: up 3 places by rate.",
        ),
        (
            (50, 40, 900, 900),
            (50, 40, 40, 900),
            "It was 2nd highest in the period compared with: down 1 place by rate.",
        ),
    ],
)
def test_a_move_among_the_ranks_names_the_earlier_place_and_the_direction(now, before, sentence):
    assert county.describe_movement(table(now, before), SHOPLIFTING, basis()) == sentence


def test_without_a_comparison_nothing_is_said_of_an_earlier_place():
    base = basis(comparable=False)
    assert county.describe_movement(table((1, 2, 3, 4), base=base), SHOPLIFTING, base) == ""


def test_another_district_is_told_by_its_rate_the_ratio_and_whether_the_difference_is_clear():
    def versus(now, other=SWALE, base=None):
        base = base or basis()
        return county.describe_pair(table(now, base=base), SHOPLIFTING, base, other, NAMES)

    assert versus((564, 1, 1450, 1)) == (
        "Swale: 9.6 per 1,000, 2.02 times the rate of Tunbridge Wells (4.7); a clear difference."
    )
    assert versus((100, 1, 128, 1)).endswith("; no clear difference.")
    assert versus((0, 1, 40, 1)) == (
        "Swale: 0.3 per 1,000, against none in Tunbridge Wells (0.0); a clear difference."
    )
    assert versus((1, 1, 1, 1), base=basis({HOME: 1000})) == (
        "No population on file for Swale or Tunbridge Wells, so no rates to compare."
    )


def test_the_county_rate_is_of_all_districts_together_and_not_a_mean_of_rates():
    now = (100, 200, 300, 400)
    assert county.compute_county_rate(table(now), "shoplifting") == pytest.approx(
        1000 * 1000 / sum(PEOPLE.values())
    )


def test_a_district_without_a_population_counts_to_neither_side_of_the_county_rate():
    people = {code: n for code, n in PEOPLE.items() if code != SWALE}
    rate = county.compute_county_rate(table((100, 200, 300, 400), base=basis(people)), "shoplifting")
    assert rate == pytest.approx(1000 * 700 / sum(people.values()))
