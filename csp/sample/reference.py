"""The tables of data/reference that the sample is built from."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import reference_tables
from csp.core.settings import REFERENCE
from csp.sample.assumptions import INCOMPLETE_ASB, YEARS


def read(name: str) -> Sequence[dict[str, str]]:
    """Rows of a table of data/reference."""
    return reference_tables.read(REFERENCE / name)


def populations() -> dict[str, list[int]]:
    """Residents of each area of population.csv in 2018, 2019, 2020; a missing year takes the one before."""
    by_area: dict[str, dict[int, int]] = {}
    for row in read("population.csv"):
        by_area.setdefault(row["area_code"], {})[int(row["year"])] = int(row["population"])
    return {code: [by.get(year, by.get(year - 1, 0)) for year in YEARS] for code, by in by_area.items()}


def observed_rates() -> dict[str, dict[str, float]]:
    """District -> category of data.police.uk -> recorded per 1,000 a year, over the complete months."""
    codes = {row["name"]: row["area_code"] for row in read("areas.csv") if not row["successor"]}
    rates: dict[str, dict[str, float]] = {}
    for row in read("district_rates_observed.csv"):
        rates.setdefault(codes[row["district"]], {})[row["crime_type"]] = _complete_rate(row)
    return dict(sorted(rates.items()))


def _complete_rate(row: dict[str, str]) -> float:
    """The rate of a row of district_rates_observed.csv without a month that is incomplete in it."""
    rate, rows = float(row["annual_rate_per_1000"]), int(row["rows_in_4_months"])
    if row["crime_type"] != "Anti-social behaviour" or row["district"] not in INCOMPLETE_ASB:
        return rate
    return rate * (rows - INCOMPLETE_ASB[row["district"]]) / 3 / (rows / 4)


def published() -> dict[str, dict[str, str]]:
    """Rows of published_2020.csv by measure."""
    return {row["measure"]: row for row in read("published_2020.csv")}
