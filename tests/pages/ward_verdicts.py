"""Whether crime types have changed in the wards of the sample, recounted in plain Python."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise

from csp.comparison.resolve import list_judged
from tests.pages import recount
from tests.pages.recount import HOME, count, mid_p, population, signals

WARDS = {
    row["ward_code"]: row["ward"] for row in recount.reference("wards.csv") if row["district_code"] == HOME
}
LISTED = [measure.code for measure in list_judged("sample")]


@cache
def find_dispersion(measure):
    """How many times its mean a ward's count of a month varies, as recount.dispersion() of districts."""
    loaded = sorted({month for _, month in recount.rows()})
    counts = [[count(measure, (month,), wards=(ward,)) for ward in WARDS] for month in loaded]
    squares, freedom = Fraction(0), 0
    for before, now in pairwise(counts):
        if not sum(now) + sum(before):
            continue
        share = Fraction(sum(now), sum(now) + sum(before))
        pairs = [(n, n + m) for n, m in zip(now, before, strict=True)]
        pairs = [(n, both) for n, both in pairs if both * min(share, 1 - share) >= 1]
        if len(pairs) > 1:
            squares += sum((n - both * share) ** 2 / (both * share * (1 - share)) for n, both in pairs)
            freedom += len(pairs) - 1
    if freedom >= 30:
        return max(1.0, float(squares / freedom))
    defaults = {
        row["measure"]: float(row["phi"])
        for row in recount.reference("dispersion.csv")
        if row["level"] == "ward"
    }
    return defaults.get(measure, defaults["*"])


def find_people(ward, year):
    """The population of a year, or of the nearest on file."""
    on_file = [int(row["year"]) for row in recount.reference("population.csv") if row["area_code"] == ward]
    return population(ward, min(on_file, key=lambda other: abs(other - year)))


@cache
def find_p(measure, ward, now, before, without=()):
    """The p of a change. The populations are those of the years in which the middle of each period lies."""
    n, m = (count(measure, period, wards=(ward,), without=without) for period in (now, before))
    people = (find_people(ward, period[(len(period) - 1) // 2].year) for period in (now, before))
    return mid_p(n, m, *people, find_dispersion(measure))


def is_clear(measure, ward, now, before, without=()):
    """Judged with the listed crime types of the ward, of which it may be one itself."""
    p = {code: find_p(code, ward, now, before, without) for code in {*LISTED, measure}}
    return signals(p)[measure]
