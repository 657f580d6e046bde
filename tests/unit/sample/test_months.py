"""The sample from month to month."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from tests.unit.sample.stored_sample import DISTRICTS, HOME, MEASURES, STREET, WARDS


def against_2019(monthly, offences, months):
    now, before = (sum(monthly[o, year, m] for o in offences for m in months) for year in (2020, 2019))
    return now / before


THEFTS = ["shoplifting", "theft_from_person", "other_theft", "theft_from_vehicle", "burglary_residential"]
ASB = ["asb_rowdy", "asb_personal", "asb_environmental", "asb_other"]
DRUGS = ["drug_trafficking", "drug_possession"]


def test_spring_2020_shows_the_lockdown(monthly):
    spring, winter = (4, 5), (1, 2)
    assert against_2019(monthly, THEFTS, spring) < 0.6
    assert against_2019(monthly, ["violence_against_the_person"], spring) < 0.9
    assert against_2019(monthly, ASB, spring) > 1.9
    assert against_2019(monthly, DRUGS, spring) > 1.2
    for offences in (THEFTS, ASB, DRUGS, ["violence_against_the_person"]):
        assert 0.85 < against_2019(monthly, offences, winter) < 1.15


def test_the_second_lockdown_is_milder_than_the_first(monthly):
    first, autumn, second = (against_2019(monthly, THEFTS, m) for m in ((4,), (9, 10), (11,)))
    assert first < second < autumn


def test_spring_2020_shows_in_the_borough_too(incidents):
    counts = Counter()
    for row in incidents:
        if row["district_code"] == HOME and row["month"].month in (4, 5):
            counts[row["offence"], row["month"].year] += row["n"]
    thefts, asb = (
        sum(counts[o, 2020] for o in group) / sum(counts[o, 2019] for o in group) for group in (THEFTS, ASB)
    )
    assert thefts < 0.65
    assert asb > 1.9


def test_months_have_a_season(monthly):
    def share(offence, months):
        years = (2018, 2019)
        part = sum(monthly[offence, year, m] for year in years for m in months)
        return part / sum(monthly[offence, year, m] for year in years for m in range(1, 13))

    assert share("violence_against_the_person", (6, 7, 8)) > 0.26
    assert share("asb_other", (6, 7, 8)) > 0.28
    assert share("burglary_residential", (12, 1, 2)) > 0.26
    assert share("shoplifting", (11, 12)) > share("shoplifting", (2, 3))


def table_of_months(rows, is_counted, areas, column):
    """[month][area] of the sample's monthly counts."""
    cells = Counter()
    for row in rows:
        if is_counted(row["offence"]):
            cells[row["month"], row[column]] += row["n"]
    return [[cells[month, area] for area in areas] for month in sorted({row["month"] for row in rows})]


def dispersion(months):
    """Chi-square over degrees of freedom of area x adjacent-month pairs, given the two months' totals."""
    squares, freedom = 0.0, 0
    for before, now in pairwise(months):
        share = sum(now) / (sum(now) + sum(before))
        sums = [(n, n + m) for n, m in zip(now, before, strict=True) if (n + m) * min(share, 1 - share) >= 1]
        squares += sum((n - both * share) ** 2 / (both * share * (1 - share)) for n, both in sums)
        freedom += max(len(sums) - 1, 0)
    return squares / freedom


# Measured on real files (design notes): district, or ward where a category is known there. 385 degrees
# of freedom in 35 pairs of 12 districts: the standard error of an estimate is 7 %.
MEASURED = {
    "Violence and sexual offences": 2.30,
    "Shoplifting": 2.70,
    "Vehicle crime": 2.32,
    "Criminal damage and arson": 2.18,
    "Anti-social behaviour": 1.80,
    "Drugs": 1.52,
    "Public order": 1.51,
    "Possession of weapons": 1.51,
    "Robbery": 1.46,
    "Other theft": 1.14,
    "Other crime": 1.17,
    "Bicycle theft": 1.13,
    "Theft from the person": 1.07,
    "Burglary": 1.0,
}
MEASURED_WARDS = {
    "Violence and sexual offences": 1.51,
    "Shoplifting": 1.52,
    "Anti-social behaviour": 1.29,
}


@pytest.mark.parametrize("category", MEASURED)
def test_counts_vary_between_districts_as_real_ones_do(category, counts):
    months = table_of_months(counts, set(STREET[category]).__contains__, DISTRICTS, "district_code")
    assert dispersion(months) == pytest.approx(MEASURED[category], rel=0.2)


@pytest.mark.parametrize("category", MEASURED_WARDS)
def test_counts_vary_between_wards_as_real_ones_do(category, counts):
    months = table_of_months(counts, set(STREET[category]).__contains__, list(WARDS.values()), "ward_code")
    assert dispersion(months) == pytest.approx(MEASURED_WARDS[category], rel=0.2)


def test_all_crime_varies_more_than_most_of_its_types_because_months_are_high_or_low_together(counts):
    crimes = [code for code, o in MEASURES["offences"]["recorded"].items() if o["kind"] == "crime"]
    assert dispersion(
        table_of_months(counts, crimes.__contains__, DISTRICTS, "district_code")
    ) == pytest.approx(2.66, rel=0.1)
    assert dispersion(
        table_of_months(counts, crimes.__contains__, list(WARDS.values()), "ward_code")
    ) == pytest.approx(1.60, rel=0.2)
