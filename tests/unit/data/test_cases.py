"""The cases of a district, against loops over made ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.data.made_cases import BEFORE, FILTERS, NOW, counted, selected, some_cases


@pytest.mark.parametrize("code", ["asb", "shoplifting", "all_crime", "hate_crime", "drug_offences"])
@pytest.mark.parametrize("wards", [(), ("W1",), ("W1", "W2"), ("W9",)])
@pytest.mark.parametrize("without", [(), ("covid",)])
def test_the_cases_of_a_measure_are_those_a_loop_counts(code, wards, without):
    rows = some_cases()
    cases = selected(rows, code, replace(FILTERS, wards=wards, exclude=without))
    now, before = cases.tally("offence")
    assert sum(now.values()) == counted(rows, code, NOW.each(), wards, without)
    assert sum(before.values()) == counted(rows, code, BEFORE.each(), wards, without)
    for month, n in cases.tally_months().items():
        assert n == counted(rows, code, [month], wards, without)
    every = [date(year, month, 1) for year in (2018, 2019, 2020) for month in range(1, 13)]
    assert sum(cases.tally_months().values()) == counted(rows, code, every, wards, without)


def test_a_district_without_a_case_has_no_figures():
    cases = selected([])
    assert cases.tally("offence") == ({}, {})
    assert cases.tally_months() == {}


def test_the_offences_that_carry_a_flag_are_counted_in_both_periods():
    rows = some_cases()
    tagged = [row for row in rows if row["flag"] == "covid"]
    now, before = selected(rows).tally("offence", "covid")
    assert sum(now.values()) == counted(tagged, "asb", NOW.each()) > 0
    assert sum(before.values()) == counted(tagged, "asb", BEFORE.each())
    assert selected(rows).tally("offence", "unknown") == ({}, {})
