"""Counts by offence and district for the what-if on the figures, against plain sums."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from csp.core.measures import read_catalogue
from csp.topics.what_if.rules import (
    Adjustment,
    Basis,
    build_district_counts,
    build_peers,
    leave_out_flags,
    suppose,
)

KNOWN = read_catalogue().measures
ROWS = [
    ("h", "asb_rowdy", None, 300, 200),
    ("h", "asb_rowdy", "covid", 150, 0),
    ("h", "asb_personal", None, 50, 40),
    ("h", "shoplifting", None, 90, 120),
    ("h", "shoplifting", "hate", 10, 5),
    ("a", "asb_rowdy", None, 400, 300),
    ("a", "asb_rowdy", "covid", 200, 0),
    ("a", "shoplifting", None, 80, 70),
    ("x", "shoplifting", None, 999, 999),
]
MEASURES = [KNOWN[code] for code in ("all_crime", "asb", "asb_rowdy", "shoplifting", "hate_crime")]
PEOPLE = np.array([100_000.0, 130_000.0])


def frame(rows=ROWS):
    # As the query gives it: a flag that is null is nan.
    data = pd.DataFrame(rows, columns=["district_code", "offence", "flag", "now", "before"])
    return data.astype({"flag": "str"})


def block(exclude=()):
    return build_district_counts(frame(), ("h", "a"), "h", exclude)


def total(district, measure, column, left_out=()):
    offences = set(measure.offences["recorded"])
    return sum(
        row[column]
        for row in ROWS
        if row[0] == district
        and row[1] in offences
        and measure.flag in (None, row[2])
        and row[2] not in left_out
    )


@pytest.mark.parametrize("left_out", [(), ("covid",)])
def test_the_totals_of_home_and_its_peers_are_those_of_the_rows(left_out):
    made = block(left_out)
    districts = build_peers(made, MEASURES, "recorded", PEOPLE)
    for i, measure in enumerate(MEASURES):
        assert made.home.total(measure, "recorded") == tuple(total("h", measure, c, left_out) for c in (3, 4))
        assert districts.counts[i].tolist() == [total(d, measure, 3, left_out) for d in ("h", "a")]


def test_a_flag_is_left_out_of_every_district():
    districts = build_peers(leave_out_flags(block(), ["covid"]), MEASURES, "recorded", PEOPLE)
    assert districts.counts[1].tolist() == [total(d, KNOWN["asb"], 3, ("covid",)) for d in ("h", "a")]


def supposed(*assumed):
    return suppose(block(), assumed, MEASURES, Basis(KNOWN, "recorded"), PEOPLE)


def test_an_assumption_may_be_about_a_measure_that_is_not_shown():
    rows = supposed(Adjustment("fell by", "asb_personal", 50.0))
    assert (rows["asb"].recorded.now, rows["asb"].assumed.now) == (500, 475)
    assert not rows["shoplifting"].changed


def test_ranks_follow_the_assumption_and_other_districts_only_a_flag():
    assert supposed()["asb"].rank == 2  # 5.0 against 4.6 per 1,000
    assert supposed(Adjustment("fell by", "asb", 20.0))["asb"].rank_if == 1
    rows = supposed(Adjustment("without", flag="covid"))
    assert (rows["asb"].assumed.now, rows["asb"].assumed.before) == (350, 240)
    assert rows["asb"].rank_if == 2  # 3.5 against 3.1: both without the tagged reports


def test_nothing_assumed_changes_nothing():
    assert not any(row.changed for row in supposed().values())
