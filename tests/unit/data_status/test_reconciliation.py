"""Figures of the same thing from two places: what differs, by how much, and the likely reason."""

from __future__ import annotations

from datetime import date

import pytest

from csp.core.filters import Period
from csp.core.measures import Source
from csp.topics.data_status.findings.reconciliation import (
    REASONS,
    describe_missing,
    describe_reconciled,
    write_reconciliation,
)
from csp.topics.data_status.rules.reconciliation import (
    Counts,
    Difference,
    Missing,
    Reconciled,
    compare_months,
    compare_published,
    compare_publishers,
    compare_wards,
    compare_years,
    find_shared_months,
)
from csp.topics.data_status.tables.reconciliation import build_differences

YEAR = Period(date(2020, 1, 1), 12)
MONTHS = YEAR.each()
LABELS = {"robbery": "Robbery", "shoplifting": "Shoplifting", "all_crime": "All crime"}


def make_counts(vocabulary="street", loaded=MONTHS, simulated=False, **changes):
    source = Source(vocabulary, vocabulary.title(), vocabulary, simulated, "A credit")
    by_measure = {
        "robbery": dict.fromkeys(loaded, 2),
        "shoplifting": dict.fromkeys(loaded, 5),
    }
    return Counts(source, changes.pop("by_measure", by_measure), frozenset(loaded), **changes)


def test_the_borough_is_the_sum_of_its_wards_and_of_what_is_in_none():
    sums = {"robbery": (40, 0, 0), "shoplifting": (50, 7, 1), "all_crime": (90, 1, 8)}
    differences = compare_wards(sums, LABELS)
    assert [(each.second, each.reason) for each in differences] == [
        (40, "same"),
        (42, "no place"),
        (81, "other ward"),
    ]
    assert [each.change for each in differences] == [0, -8, -9]


def test_a_source_without_wards_says_so():
    (difference,) = compare_wards({"robbery": (40, 40, 0)}, LABELS)
    assert REASONS[difference.reason] == "The source does not say in which ward"


def test_two_sources_are_compared_over_the_latest_12_months_that_both_have():
    longer = make_counts(loaded=Period(date(2019, 1, 1), 24).each())
    assert find_shared_months(make_counts(), longer) == MONTHS
    assert find_shared_months(longer, longer) == MONTHS
    assert find_shared_months(make_counts(loaded=MONTHS[:3]), longer) == MONTHS[:3]


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (make_counts(), make_counts("recorded"), "street files"),
        (make_counts("helpline"), make_counts("recorded"), "own counts"),
        (make_counts(), make_counts("recorded", incomplete=frozenset(MONTHS[2:3])), "incomplete"),
        (make_counts("recorded", provisional=frozenset(MONTHS[-1:])), make_counts(), "provisional"),
        (make_counts("recorded", simulated=True), make_counts(), "rebuilt"),
        # What is the matter with other months explains nothing.
        (make_counts(incomplete=frozenset([date(2018, 1, 1)])), make_counts("recorded"), "street files"),
    ],
)
def test_the_likely_reason_is_the_first_that_applies(first, second, reason):
    more = {code: {**months, MONTHS[0]: 9} for code, months in second.by_measure.items()}
    other = make_counts(
        second.source.vocabulary,
        simulated=second.source.simulated,
        by_measure=more,
        incomplete=second.incomplete,
        provisional=second.provisional,
    )
    differences = compare_months(first, other, LABELS, MONTHS)
    assert [(each.label, each.first, each.second) for each in differences] == [
        ("Robbery", 24, 31),
        ("Shoplifting", 60, 64),
    ]
    assert {each.reason for each in differences} == {reason}


def test_figures_that_agree_have_no_reason():
    differences = compare_months(make_counts(), make_counts("recorded"), LABELS, MONTHS)
    assert {each.reason for each in differences} == {"same"}


def test_a_year_of_a_publisher_is_compared_where_its_offence_means_the_same():
    yearly = {"robbery": 30, "shoplifting": 60, "violence": 700, "rape": 9}
    differences = compare_years(make_counts(), yearly, LABELS, YEAR)
    assert [(each.label, each.first, each.second, each.reason) for each in differences] == [
        ("Robbery", 30, 24, "street files"),
        ("Shoplifting", 60, 60, "same"),
    ]
    (other, _) = compare_years(make_counts("recorded"), yearly, LABELS, YEAR)
    assert other.reason == "revised since"


def test_two_publishers_are_compared_offence_by_offence():
    (difference,) = compare_publishers({"robbery": 30}, {"robbery": 28, "rape": 3}, LABELS)
    assert (difference.change, difference.reason) == (-2, "publishers")


def test_the_published_table_is_held_against_a_source():
    differences = compare_published(
        make_counts(), {"robbery": 24, "shoplifting": 61, "hate": 3}, LABELS, YEAR
    )
    assert [(each.label, each.change) for each in differences] == [("Robbery", 0), ("Shoplifting", -1)]


def test_the_largest_difference_is_named_with_count_and_share():
    differences = (
        Difference("Robbery", 10, 10, "same"),
        Difference("Shoplifting", 60, 57, "no place"),
        Difference("Burglary", 0, 2, "no place"),
    )
    pair = Reconciled("The borough", "its wards added up (Sample)", "2020", differences)
    assert describe_reconciled(pair) == (
        "1 of 3 crime types agrees. Shoplifting differs most: 3 fewer (−5.0%) in its wards added up (Sample) "
        "than in the borough."
    )
    rows = [[cell.text for cell in row.cells] for row in build_differences(pair).rows]
    assert rows[0] == ["Shoplifting", "60", "57", "−3 (−5.0%)", "No location, or a place in no known ward"]
    assert rows[1][3] == "+2 (from 0)"
    assert rows[2][3:] == ["the same", "–"]
    assert write_reconciliation([pair]) == "1 comparison: figures differ in one, each with its likely reason."


def test_nothing_is_called_an_error():
    words = " ".join(REASONS.values()).lower()
    assert not any(word in words for word in ("error", "wrong", "mistake", "fault"))


def test_a_year_of_which_months_are_not_loaded_is_named():
    missing = Missing("Published table", "data.police.uk", "Jan to Dec 2020", 1)
    assert describe_missing(missing) == (
        "Published table, Jan to Dec 2020: not held against data.police.uk, of which 1 month of that year is "
        "not loaded."
    )
