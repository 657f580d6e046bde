"""The figures of the sample that the partnership published."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.unit.sample.stored_sample import (
    DISTRICTS,
    HOME,
    PUBLISHED,
    SEVENOAKS,
    TONBRIDGE,
    rates,
    value,
)


def test_the_published_table_has_sixteen_rows_and_the_county_twelve_districts():
    assert len(PUBLISHED) == 16
    assert len(DISTRICTS) == 12


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["measure"])
@pytest.mark.parametrize("year", [2019, 2020])
def test_borough_counts_are_the_published_ones(row, year, yearly, hate):
    assert value(row["measure"], HOME, year, yearly, hate) == int(row[f"count_{year}"])


@pytest.mark.parametrize("row", [r for r in PUBLISHED if r["rank_2020"]], ids=lambda row: row["measure"])
@pytest.mark.parametrize("year", [2019, 2020])
def test_borough_ranks_are_the_published_ones(row, year, yearly, hate):
    by_rate = rates(row["measure"], year, yearly, hate)
    ordered = sorted(by_rate, key=by_rate.__getitem__)
    assert ordered.index(HOME) + 1 == int(row[f"rank_{year}"])
    assert sum(rate == by_rate[HOME] for rate in by_rate.values()) == 1


@pytest.mark.parametrize(
    ("measure", "count"), [("all_crime", 8953), ("violent_crime", 3861), ("domestic_abuse", 2122)]
)
def test_borough_counts_of_2018_are_the_published_ones(measure, count, yearly, hate):
    assert value(measure, HOME, 2018, yearly, hate) == count


def test_other_borough_counts_of_2018_are_near_those_of_2019(yearly, hate):
    for row in PUBLISHED:
        before, after = (value(row["measure"], HOME, year, yearly, hate) for year in (2018, 2019))
        assert 0.8 < before / after < 1.25, row["measure"]


def test_borough_is_marginally_ahead_of_sevenoaks_and_tonbridge_and_malling(yearly, hate):
    for year in (2019, 2020):
        by_rate = rates("all_crime", year, yearly, hate)
        lowest = sorted(by_rate, key=by_rate.__getitem__)
        assert lowest[0] == HOME
        assert set(lowest[1:3]) == {SEVENOAKS, TONBRIDGE}
        assert by_rate[lowest[2]] / by_rate[HOME] < (1.01 if year == 2020 else 1.02)
        assert by_rate[lowest[3]] / by_rate[HOME] > 1.1


def test_rowdy_gatherings_and_their_covid_share_are_the_published_ones(incidents, yearly):
    assert yearly[HOME, "asb_rowdy", 2019] == 390
    assert yearly[HOME, "asb_rowdy", 2020] == 819
    covid = [row for row in incidents if row["flag"] == "covid"]
    assert sum(row["n"] for row in covid if row["district_code"] == HOME) == 377
    assert {row["offence"] for row in covid} == {"asb_rowdy"}
    assert min(row["month"] for row in covid).isoformat() == "2020-04-01"


def test_every_district_has_covid_tagged_reports_most_of_them_in_the_first_lockdown(incidents, yearly):
    by_month = defaultdict(Counter)
    for row in incidents:
        if row["flag"] == "covid":
            by_month[row["district_code"]][row["month"].month] += row["n"]
    assert sorted(by_month) == DISTRICTS
    for district, months in by_month.items():
        share = months.total() / yearly[district, "asb_rowdy", 2020]
        assert 0.3 < share < 0.6
        assert 0.4 < (months[4] + months[5]) / months.total() < 0.75


def test_hate_is_mostly_public_order_and_violence(incidents):
    flagged = Counter()
    for row in incidents:
        if row["flag"] == "hate" and row["district_code"] == HOME:
            flagged[row["offence"]] += row["n"]
    both = flagged["public_order"] + flagged["violence_against_the_person"]
    assert both / flagged.total() > 0.8
