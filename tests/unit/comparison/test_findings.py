"""The generated sentences: every clause against a plain recomputation from the published table."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csp.comparison import findings
from csp.core import wording
from csp.core.incomplete_cells import IncompleteCell
from tests.unit.comparison.published import (
    CLEAR_CHANGES,
    COUNTY,
    PERIODS,
    PLACES,
    check_movement,
    figure,
    published,
    row_of,
    table,
)


def test_eight_of_the_sixteen_rows_are_clear_changes():
    assert {row.code for row in table() if row.change.is_real} == CLEAR_CHANGES
    assert {row.code for row in table() if row.change.p < 0.05} == CLEAR_CHANGES


def test_the_headline_of_the_published_year():
    row = row_of("all_crime", rank_best=1, rank_worst=3, rivals=("Sevenoaks", "Tonbridge and Malling"))
    assert findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY) == (
        "All crime in Tunbridge Wells fell by 778 (−9.0%) to 7,830, a clear change; "
        "the lowest rate of the 12 Kent districts, similar to Sevenoaks and Tonbridge and Malling."
    )


def test_a_headline_on_incomplete_data_says_so_of_the_change_and_of_the_rank():
    cell = IncompleteCell("violent_crime", date(2020, 10, 1), "E07000106", 20, 179.0)
    row = row_of("violent_crime", incomplete=(cell,))
    assert findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY) == (
        "Violent crime in Tunbridge Wells rose by 91 (+2.5%) to 3,662, no clear change; "
        "the 3rd lowest rate of the 12 Kent districts, data incomplete in one district."
    )
    own = row_of("violent_crime", own_incomplete=(False, True))
    assert findings.list_change_clauses(own, "Tunbridge Wells", *PERIODS)[1:] == ("data incomplete",)


def test_a_headline_without_a_clear_change_says_so():
    row = row_of("violent_crime")
    assert findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY) == (
        "Violent crime in Tunbridge Wells rose by 91 (+2.5%) to 3,662, no clear change; "
        "the 3rd lowest rate of the 12 Kent districts."
    )


@pytest.mark.parametrize("code", list(published()))
def test_every_headline_is_true(code):
    text = findings.write_headline(row_of(code), "Tunbridge Wells", PERIODS, COUNTY)
    rank = published()[code]["rank_2020"]
    match = re.search(r"the (?:(\w+) )?lowest rate of the 12 Kent districts\.", text)
    assert (PLACES[match.group(1) or "1st"] if match else None) == (int(rank) if rank else None)
    check_movement(code, text)


@pytest.mark.parametrize(
    ("best", "worst", "ending"),
    [
        (1, 1, "12 Kent districts."),
        (1, 2, ", similar to D2."),
        (1, 3, ", similar to D2 and D3."),
        (1, 4, ", similar to D2, D3 and D4."),
        (1, 5, ", similar to four others."),
        (1, 12, ", similar to 11 others."),
    ],
)
def test_a_near_tie_names_those_that_are_similar(best, worst, ending):
    rivals = tuple(f"D{i}" for i in range(best + 1, worst + 1))
    row = row_of("all_crime", rank_best=best, rank_worst=worst, rivals=rivals)
    assert findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY).endswith(ending)


@pytest.mark.parametrize(
    ("rank", "tied", "words"),
    [
        (1, True, "the joint lowest rate"),
        (12, False, "the highest rate"),
        (2, True, "the joint 2nd lowest rate"),
    ],
)
def test_places_at_the_ends_and_ties(rank, tied, words):
    row = row_of("all_crime", rank_now=rank, tied_now=tied, rank_best=rank, rank_worst=rank)
    assert words in findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY)


def test_a_headline_without_an_earlier_period_claims_no_change():
    row = row_of("all_crime", before=None, p=None, is_real=False, rank_before=None)
    assert findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY) == (
        "All crime in Tunbridge Wells, Jan to Dec 2020: 7,830; "
        "the lowest rate of the 12 Kent districts; no earlier period to compare with."
    )


def test_a_headline_without_any_change_claims_none():
    row = row_of("robbery", now=39, before=39, p=1.0, is_real=False)
    text = findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY)
    assert text.startswith("Robbery in Tunbridge Wells was 39, the same as in Jan to Dec 2019; ")


def test_a_headline_from_zero_names_no_percent():
    row = row_of("robbery", now=5, before=0, p=0.06, is_real=False, small_base=True)
    text = findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY)
    assert "rose by 5 (from 0) to 5, no clear change" in text
    assert "%" not in text


def test_a_headline_without_a_rank_leaves_it_out():
    text = findings.write_headline(row_of("drug_possession"), "Tunbridge Wells", PERIODS, COUNTY)
    assert text == "Drug possession in Tunbridge Wells rose by 27 (+21.4%) to 153, no clear change."


def test_a_small_base_is_said():
    row = row_of("robbery", now=24, before=10, small_base=True)
    assert "(+140.0%, small base)" in findings.write_headline(row, "Tunbridge Wells", PERIODS, COUNTY)


@pytest.mark.parametrize(
    ("changes", "ending"),
    [
        (
            {"flagged_before": 90},
            "were COVID-tagged, after 90 of 1,490; without them the rise is 577 (+41.2%).",
        ),
        ({"flagged_now": 864}, "without them there is no change."),
        ({"flagged_now": 964}, "without them there is a fall of 100 (−6.7%)."),
        (
            {"flagged_now": 1},
            "1 of the 2,354 reports was COVID-tagged; without it the rise is 863 (+57.9%).",
        ),
        ({"flagged_now": 0}, ""),
        ({"flagged_now": 2354}, ""),
        ({"flag_label": None}, ""),
    ],
)
def test_the_flagged_share_is_taken_out_of_both_periods(changes, ending):
    text = findings.describe_flagged(row_of("asb", **changes))
    assert text.endswith(ending)
    assert bool(text) == bool(ending)


@settings(deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000), st.booleans())
def test_any_movement_is_said_as_it_was(now, before, signal):
    row = row_of("robbery", now=now, before=before, is_real=signal, small_base=before < 50)
    (text,) = findings.list_change_clauses(row, "Tunbridge Wells", *PERIODS)
    if not now:
        after = f"after {wording.count(before)} in Jan to Dec 2019, {'a' if signal else 'no'} clear change"
        ending = after if before else "as in Jan to Dec 2019"
        assert text == f"No robbery recorded in Tunbridge Wells, {ending}"
        return
    if now == before:
        assert text.endswith("the same as in Jan to Dec 2019")
        return
    verb, by, share, to = re.search(r"(rose|fell) by ([\d,]+) \((.*?)\) to ([\d,]+)", text).groups()
    assert (1 if verb == "rose" else -1) * figure(by) == now - before
    assert figure(to) == now
    assert ("from 0" in share) == (before == 0)
    assert ("small base" in share) == (0 < before < 50)
    assert ("a clear change" in text) == signal


@pytest.mark.parametrize(
    ("now", "before", "title"),
    [
        (4, 9, "Robbery in Capel: 4 recorded, 9 before; too few to compare (39 in the district)"),
        (0, 2, "No robbery recorded in Capel, 2 before; too few to compare (39 in the district)"),
        (0, None, "No robbery recorded in Capel; too few to compare (39 in the district)"),
    ],
)
def test_no_ward_is_compared_on_fewer_than_five(now, before, title):
    row = row_of("robbery", now=now, before=before, p=None if before is None else 0.01, is_real=True)
    assert findings.list_change_clauses(row, "Capel", *PERIODS, 39) == (title,)


def test_from_five_on_a_ward_is_compared():
    row = row_of("robbery", now=5, before=9)
    (text,) = findings.list_change_clauses(row, "Capel", *PERIODS, 39)
    assert "fell by 4" in text
