"""The sample from month to month."""

from __future__ import annotations

from collections import Counter

from tests.unit.sample.stored_sample import DISTRICTS, HOME, STREET, YEARS


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


def test_noise_between_months_is_that_of_counting(incidents):
    """Districts share a season, so districts x months is a table without association: chi squared per
    degree of freedom is 1. Summed over 27 tables of 121 degrees its standard deviation is 0.025."""
    counts = Counter()
    offences = [o for group in STREET.values() for o in group if not o.startswith("asb")][:9]
    for row in incidents:
        counts[row["offence"], row["month"].year, row["district_code"], row["month"].month] += row["n"]
    chi_squared, degrees = 0.0, 0
    for offence in offences:
        for year in YEARS:
            cells = {(d, m): counts[offence, year, d, m] for d in DISTRICTS for m in range(1, 13)}
            total = sum(cells.values())
            by_district = {d: sum(cells[d, m] for m in range(1, 13)) for d in DISTRICTS}
            by_month = {m: sum(cells[d, m] for d in DISTRICTS) for m in range(1, 13)}
            for (d, m), n in cells.items():
                expected = by_district[d] * by_month[m] / total
                chi_squared += (n - expected) ** 2 / expected
            degrees += 11 * 11
    assert 0.9 < chi_squared / degrees < 1.1
