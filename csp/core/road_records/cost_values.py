"""What the prevention of a casualty and of a collision is worth, in pounds, as published. Pure.

The Department for Transport publishes both by severity every year (table RAS4001 of its road casualty
statistics, and tables A 4.1.1 and A 4.1.4 of the TAG data book). None ships with the dashboard, because no
published table could be read when it was made: people import the edition they want to be quoted by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from csp.core.characters import quote
from csp.core.errors import UserError
from csp.core.road_records.cells import Row, read_text, read_whole

COLUMNS = ("year", "per", "severity", "pounds", "source")
SEVERITIES = ("fatal", "serious", "slight")
Per = Literal["casualty", "collision"]
PERS: tuple[Per, ...] = ("casualty", "collision")
YEARS = (1990, 2100)
_POUNDS = re.compile(r"£?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(\.[0-9]{1,2})?")

NONE_LOADED = (
    "No values in pounds loaded. Import the values of prevention that the Department for Transport publishes "
    "per casualty and per collision (table RAS4001), as a CSV file with the columns year, per, severity, "
    "pounds, source: csp import road-costs PATH."
)


@dataclass(frozen=True)
class CostValue:
    """Pounds per casualty or per collision of a severity, in the prices of a year, and who published them."""

    year: int
    per: Per
    severity: str
    pounds: float
    source: str


@dataclass(frozen=True)
class CostValues:
    """The values of one year, whole: pounds by severity, per casualty and per collision."""

    year: int
    source: str
    casualty: Mapping[str, float]
    collision: Mapping[str, float]


def check_cost_value(row: Row) -> CostValue:
    """The value of a row, its columns by name. Raises UserError, one sentence."""
    year = read_whole(row, "year", YEARS)
    per, severity = (row.get(column, "").strip().lower() for column in ("per", "severity"))
    if per not in PERS:
        raise UserError(f"per is {quote(per)} and neither casualty nor collision.")
    if severity not in SEVERITIES:
        raise UserError(f"severity is {quote(severity)} and none of {', '.join(SEVERITIES)}.")
    text = row.get("pounds", "").strip()
    parts = _POUNDS.fullmatch(text)
    if not parts or float(parts[1].replace(",", "")) <= 0:
        raise UserError(f"pounds is {quote(text)} and not an amount such as 2050000 or 2,050,000.")
    pounds = float(parts[1].replace(",", "") + (parts[2] or ""))
    return CostValue(year, per, severity, pounds, read_text(row, "source"))


def combine_values(values: Iterable[CostValue]) -> tuple[CostValues, ...]:
    """The values by year, oldest first.

    Raises UserError for a year that is not whole, that says a value twice, whose values come from more than
    one source, or in which a graver severity is worth less.
    """
    by_year: dict[int, list[CostValue]] = {}
    for value in values:
        by_year.setdefault(value.year, []).append(value)
    return tuple(_combine(year, by_year[year]) for year in sorted(by_year))


def _combine(year: int, values: Sequence[CostValue]) -> CostValues:
    tables: dict[Per, dict[str, float]] = {per: {} for per in PERS}
    for value in values:
        if value.severity in tables[value.per]:
            raise UserError(f"The values of {year} have {value.severity} per {value.per} twice.")
        tables[value.per][value.severity] = value.pounds
    for per, table in tables.items():
        if missing := [severity for severity in SEVERITIES if severity not in table]:
            raise UserError(f"The values of {year} have no {' and no '.join(missing)} per {per}.")
        if not table["fatal"] > table["serious"] > table["slight"]:
            raise UserError(
                f"The values of {year} per {per} do not fall from fatal to slight. Check the columns."
            )
    if len({value.source for value in values}) > 1:
        raise UserError(f"The values of {year} name more than one source.")
    return CostValues(year, values[0].source, tables["casualty"], tables["collision"])


def choose_values(values: Sequence[CostValues], year: int) -> CostValues | None:
    """The values of a year, else of the nearest before, else of the nearest after; None where none are."""
    return min(values, key=lambda each: (each.year > year, abs(each.year - year)), default=None)
