"""Incident rows of the sample: the borough down to ward and map point, other districts by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from csp.sample.assumptions import COMMON_SPREAD, HOME, YEARS, dispersion_of, ward_dispersion_of
from csp.sample.chance import spread, stream
from csp.sample.checks import Yearly
from csp.sample.outcomes import outcome_shares
from csp.sample.points import Ward, ward_weights
from csp.sample.seasons import month_weights


class Row(NamedTuple):
    """One group of identical incidents, in the order of csp.data.store.INCIDENTS after source."""

    month: dt.date
    district_code: str
    ward_code: str | None
    offence: str
    flag: str | None
    longitude: float | None
    latitude: float | None
    location: str | None
    outcome: str | None
    n: int


class Total(NamedTuple):
    """What a district recorded of an offence in a year, split by flag."""

    district: str
    offence: str
    flag: str | None
    year: int
    n: int


def totals(yearly: Yearly) -> Iterator[Total]:
    """Every district, offence, flag and year with its count; flagged and unflagged add up to the offence."""
    for district in sorted(yearly.counts):
        for offence, by_year in yearly.counts[district].items():
            for y, year in enumerate(YEARS):
                hate = yearly.hate[district].get(offence, [0, 0, 0])[y]
                covid = yearly.covid[district] if (offence, year) == ("asb_rowdy", 2020) else 0
                for flag, n in ((None, by_year[y] - hate - covid), ("hate", hate), ("covid", covid)):
                    if n:
                        yield Total(district, offence, flag, year, n)


def _months(total: Total) -> list[int]:
    """The year's count spread over its months by chance; the months add up to the year exactly."""
    rng = stream("months", total.district, total.offence, total.flag or "", total.year)
    weights = month_weights(total.offence, total.flag, total.year) * _common(total.district, total.year)
    parts = spread(rng, total.n, weights / weights.sum(), dispersion_of(total.offence))
    return [int(n) for n in parts]


def _common(district: str, year: int) -> NDArray[np.float64]:
    """What a district's twelve months of a year have in common over all offences, about 1."""
    rng = stream("common", district, year)
    return np.asarray(np.exp(rng.normal(0, COMMON_SPREAD, 12)), dtype=np.float64)


def district_rows(total: Total) -> Iterator[Row]:
    """A district outside the borough: one row a month, no ward and no point."""
    for m, n in enumerate(_months(total), start=1):
        if n:
            month = dt.date(total.year, m, 1)
            yield Row(month, total.district, None, total.offence, total.flag, None, None, None, None, n)


def home_rows(total: Total, wards: list[Ward]) -> Iterator[Row]:
    """The borough: each month spread by chance over wards, then points, then outcomes."""
    shares = ward_weights(total.offence, total.year, [(w.code, w.name) for w in wards])
    rng = stream("wards", total.offence, total.flag or "", total.year)
    dispersion = ward_dispersion_of(total.offence)
    by_ward = np.array([spread(rng, n, shares, dispersion) for n in _months(total)])  # months x wards
    for w, ward in enumerate(wards):
        yield from _ward_rows(total, ward, by_ward[:, w])


def _ward_rows(total: Total, ward: Ward, by_month: NDArray[np.int64]) -> Iterator[Row]:
    rng = stream("points", ward.code, total.offence, total.flag or "", total.year)
    outcomes, chances = outcome_shares(total.offence)
    by_point = rng.multinomial(by_month, ward.weights(total.offence))  # months x points
    hit = np.argwhere(by_point)
    by_outcome = rng.multinomial(by_point[hit[:, 0], hit[:, 1]], chances)  # hits x outcomes
    for (m, p), counts in zip(hit.tolist(), by_outcome.tolist(), strict=True):
        where = (ward.longitude[p], ward.latitude[p], ward.location[p])
        for outcome, n in zip(outcomes, counts, strict=True):
            if n:
                month = dt.date(total.year, m + 1, 1)
                yield Row(month, HOME, ward.code, total.offence, total.flag, *where, outcome, n)


def sort_key(row: Row) -> tuple[str | float, ...]:
    """District, then month, then the rest; null sorts first."""
    return (
        row.district_code,
        row.month.isoformat(),
        row.offence,
        row.flag or "",
        row.ward_code or "",
        row.longitude or 0.0,
        row.latitude or 0.0,
        row.location or "",
        row.outcome or "",
    )
