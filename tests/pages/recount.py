"""What the pages ought to say of the sample, counted in plain Python from its files.

Loops, dicts and fractions; nothing of the package.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import exp, lgamma, log
from pathlib import Path

import pyarrow.parquet as pq
import yaml

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "data" / "reference"
HOME, MAIDSTONE = "E07000116", "E07000110"


@cache
def reference(name):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def measures():
    """code -> what measures.yml says, with the offences of the sample's words as a set."""
    raw = yaml.safe_load((REFERENCE / "measures.yml").read_text(encoding="utf-8"))
    offences = raw["offences"]["recorded"]
    specs = {}
    for code, measure in raw["measures"].items():
        spec = measure["offences"].get("recorded")
        if isinstance(spec, dict):
            spec = [name for name, offence in offences.items() if offence["kind"] == spec["every"]]
        specs[code] = {**measure, "offences": set(spec or ())}
    return specs


@cache
def rows():
    """(district, month) -> {(ward, offence, flag): n}, of the sample."""
    total = defaultdict(Counter)
    for file in (ROOT / "data" / "sample" / "monthly_counts").rglob("*.parquet"):
        for row in pq.ParquetFile(file).read().to_pylist():
            cell = total[row["district_code"], row["month"]]
            cell[row["ward_code"], row["offence"], row["flag"]] += row["n"]
    return total


def months(first, n):
    return tuple(
        date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1) for i in range(n)
    )


def year(number):
    return months(date(number, 1, 1), 12)


@cache
def count(measure, period, district=HOME, wards=(), without=()):
    spec = measures()[measure]
    n = 0
    for month in period:
        for (ward, offence, flag), here in rows().get((district, month), {}).items():
            if offence not in spec["offences"] or spec.get("flag") not in (None, flag):
                continue
            if (ward in wards or not wards) and flag not in without:
                n += here
    return n


def tagged(measure, period, district=HOME):
    return count(measure, period, district) - count(measure, period, district, without=("covid",))


def population(area, of_year):
    figures = {
        int(r["year"]): int(r["population"]) for r in reference("population.csv") if r["area_code"] == area
    }
    return figures[of_year]


def rate(measure, period, of_year, district=HOME):
    return Fraction(1000 * count(measure, period, district), population(district, of_year))


def ranks(measure, period, of_year, peers):
    rates = {code: rate(measure, period, of_year, code) for code in peers}
    return {code: 1 + sum(other < own for other in rates.values()) for code, own in rates.items()}


def codes(name):
    return {row["ward"]: row["ward_code"] for row in reference("wards.csv")}[name]


def districts():
    return {row["area_code"]: row["name"] for row in reference("areas.csv")}


def list_county():
    """The codes of the 12 districts of the county, without the one beside it that its force polices too."""
    return sorted(row["area_code"] for row in reference("areas.csv") if row["county"] == "Kent")


# Words.


def fixed(value, places=1, sign=False):
    exact = (
        Decimal(value.numerator) / Decimal(value.denominator)
        if isinstance(value, Fraction)
        else Decimal(value)
    )
    exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    mark = "\u2212" if exact < 0 else "+" if sign and exact > 0 else ""
    return f"{mark}{abs(exact):,}"


def percent(now, before):
    return f"{fixed(Fraction(100 * (now - before), before), sign=True)}%"


def ordinal(n):
    return f"{n}{'th' if 10 < n % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


# Chance.


@cache
def dispersion(measure, peers, excluded=()):
    """How many times its mean a month's count varies between districts (data/reference/dispersion.csv).

    Chi-square over degrees of freedom of district x adjacent-month pairs, given the two months' totals,
    at least 1; from fewer than 30 degrees the default takes its place. excluded: months left out.
    """
    loaded = sorted({month for _, month in rows()} - set(excluded))
    counts = {month: [count(measure, (month,), district) for district in peers] for month in loaded}
    squares, freedom = Fraction(0), 0
    for before, month in pairwise(loaded):
        if months(before, 2)[1] != month or not sum(counts[month] + counts[before]):
            continue
        share = Fraction(sum(counts[month]), sum(counts[month] + counts[before]))
        pairs = [(n, n + m) for n, m in zip(counts[month], counts[before], strict=True)]
        pairs = [(n, both) for n, both in pairs if both * min(share, 1 - share) >= 1]
        squares += sum((n - both * share) ** 2 / (both * share * (1 - share)) for n, both in pairs)
        freedom += max(len(pairs) - 1, 0)
    if freedom >= 30:
        return max(1.0, float(squares / freedom))
    defaults = {
        r["measure"]: float(r["phi"]) for r in reference("dispersion.csv") if r["level"] == "district"
    }
    return defaults.get(measure, defaults["*"])


def mid_p(now, before, people_now, people_before, phi=1.0):
    """Conditional mid-p of two counts that vary phi times their mean.

    Twice the smaller tail, with half of the count's own probability in it: of the binomial where phi is
    1, else of the beta-binomial.
    """
    n = now + before
    share = people_now / (people_now + people_before)
    own = probability(now, n, share, phi)
    below = sum(probability(k, n, share, phi) for k in range(now)) + own / 2
    return min(1.0, 2 * min(below, 1 - below))


def probability(k, n, share, phi):
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    if phi == 1 or n == 0:
        return exp(ways + k * log(share) + (n - k) * log(1 - share))
    a, b = n * share / (phi - 1), n * (1 - share) / (phi - 1)
    return exp(ways + log_beta(k + a, n - k + b) - log_beta(a, b))


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def signals(p):
    """code -> whether its p is below 0.05 after Benjamini-Hochberg over all of them."""
    order = sorted(p, key=p.get)
    last = max((i for i, code in enumerate(order, 1) if p[code] <= 0.05 * i / len(order)), default=0)
    return {code: i <= last for i, code in enumerate(order, 1)}


def standing(rank, of=12):
    """A rank, 1 = lowest, counted from the nearer end."""
    from_highest = of + 1 - rank
    side, n = ("highest", from_highest) if from_highest < rank else ("lowest", rank)
    return side if n == 1 else f"{ordinal(n)} {side}"
