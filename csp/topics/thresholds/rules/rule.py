"""A rule: the line beyond which the partnership would act, and how it is written in an address."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any, Literal, get_args

from csp.core.measures import Catalogue, Measure

Watch = Literal["types", "ward_types"]
Against = Literal[
    "same months last year",
    "mean of the three previous",
    "the county's rate",
    "the middle of the peers",
    "control limits",
]
Unit = Literal["%", "sd"]
Direction = Literal["up", "down", "both"]

WINDOWS = (1, 3, 12)
HIGHEST_LIMIT = 1000.0
HIGHEST_LEAST = 100_000


@dataclass(frozen=True)
class Rule:
    """What is watched, over what, against what, and how far from it is too far.

    watch: crime types of the whole borough, or crime types in each ward.
    months: length of the window that ends with the month looked at (1, 3 or 12).
    limit and unit: a % of the baseline, or standard deviations; a cell is flagged beyond it, not on it.
    least: the larger of the count and its baseline must reach it, so that a fall to few still counts.
    significant: the difference must be more than chance, over all cells judged together.
    exclude: flag codes whose rows are not counted. measures: codes watched; none means all in the data.
    Raises ValueError for a value that no control can give.
    """

    watch: Watch = "ward_types"
    months: int = 12
    against: Against = "same months last year"
    limit: float = 30.0
    unit: Unit = "%"
    direction: Direction = "up"
    least: int = 20
    significant: bool = True
    exclude: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        choices = (
            (self.watch, get_args(Watch)),
            (self.months, WINDOWS),
            (self.against, get_args(Against)),
            (self.unit, get_args(Unit)),
            (self.direction, get_args(Direction)),
        )
        for value, allowed in choices:
            if value not in allowed:
                raise ValueError(f"{value!r} is not one of {', '.join(map(str, allowed))}.")
        if not (isfinite(self.limit) and 0 <= self.limit <= HIGHEST_LIMIT):
            raise ValueError(f"A limit lies between 0 and {HIGHEST_LIMIT:g}.")
        if not 0 <= self.least <= HIGHEST_LEAST:
            raise ValueError(f"A least count lies between 0 and {HIGHEST_LEAST}.")

    def to_query(self) -> dict[str, list[str]]:
        """The whole rule as query parameters, one list of texts per key (see KEYS)."""
        return {KEYS[field.name]: _written(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_query(
        cls,
        mapping: Mapping[str, str | Sequence[str]],
        default: Rule,
        measures: Collection[str] | None = None,
        flags: Collection[str] | None = None,
    ) -> Rule:
        """The rule an address holds; a field that is absent or cannot be read is the default's.

        measures and flags are the codes known: others are dropped, and a list
        of which none is known is the default's.
        """
        known = {"measures": measures, "exclude": flags}
        values = {
            field.name: _read(
                field.name, mapping.get(KEYS[field.name]), getattr(default, field.name), known.get(field.name)
            )
            for field in fields(cls)
        }
        return cls(**values)


# The names in the address: a public contract, because links hold them. They keep clear of the sidebar's.
KEYS = {
    "watch": "watch",
    "months": "over",
    "against": "versus",
    "limit": "limit",
    "unit": "unit",
    "direction": "direction",
    "least": "least",
    "significant": "beyond_chance",
    "exclude": "leave_out",
    "measures": "watched",
}
_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")


def _written(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, tuple):
        return list(value) or [""]  # an empty text says "none", an absent key says "the default"
    return [repr(value).removesuffix(".0") if isinstance(value, float) else str(value)]


def _read(name: str, given: str | Sequence[str] | None, default: Any, known: Collection[str] | None) -> Any:
    # A saved rule is JSON, and may hold anything.
    texts = [given] if isinstance(given, str) else [text for text in _listed(given) if isinstance(text, str)]
    if not texts:
        return default
    if isinstance(default, tuple):
        return _codes(texts, default, known)
    try:
        value = _value(texts[-1], default)
        # A rule with this one field is valid exactly if the field is.
        return getattr(Rule(**{name: value}), name)
    except ValueError:
        return default


def _listed(given: object) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else ()


def _value(text: str, default: Any) -> Any:
    if isinstance(default, bool):
        return {"yes": True, "no": False}.get(text, default)
    return type(default)(text)


def _codes(texts: list[str], default: tuple[str, ...], known: Collection[str] | None) -> tuple[str, ...]:
    if texts == [""]:
        return ()
    codes = tuple(dict.fromkeys(t for t in texts if _CODE.match(t) and (known is None or t in known)))
    return codes or default


def default_measures(catalogue: Catalogue, source: str) -> tuple[str, ...]:
    """The crime types to watch: every measure that is no total of others and no part of a type.

    An offence group that this would leave unwatched (violence against the
    person is only ever in a total) brings in the smallest measure that holds it.
    """
    offered, vocabulary = catalogue.offered(source), catalogue.sources[source].vocabulary
    types = [m for m in offered if m.parent is None]
    plain = [m for m in types if m.flag is None]
    parts = {m.code: frozenset(m.offences[vocabulary]) for m in plain}
    chosen = {m.code for m in types if m.flag or not any(other < parts[m.code] for other in parts.values())}
    watched = frozenset[str]().union(*(parts[code] for code in chosen if code in parts))
    for offence in catalogue.offences[vocabulary]:
        if offence not in watched:
            chosen |= {m.code for m in _smallest_with(offence, plain, parts)}
    return tuple(m.code for m in offered if m.code in chosen)


def _smallest_with(
    offence: str, plain: Sequence[Measure], parts: Mapping[str, frozenset[str]]
) -> list[Measure]:
    holding = [m for m in plain if offence in parts[m.code]]
    return [min(holding, key=lambda m: len(parts[m.code]))] if holding else []


@dataclass(frozen=True)
class Scenario:
    """A rule with a name and one sentence on what it is for."""

    name: str
    meaning: str
    rule: Rule


# Tuned on the sample. All three watch crime types in wards and rises only, so that they can be compared.
CAUTIOUS = Scenario(
    "Cautious",
    "A year against the year before, half as many again from a fair base, more than chance, "
    "COVID-tagged reports left out: few flags, and little doubt about any of them.",
    Rule(limit=50.0, least=50, exclude=("covid",)),
)
BALANCED = Scenario(
    "Balanced",
    "A year against the year before, up by more than 30 % and by more than chance: "
    "flags that would stand up in a meeting.",
    Rule(),
)
SENSITIVE = Scenario(
    "Sensitive",
    "Three months against the same months last year, half as many again, whether or not it is "
    "more than chance: speaks early, and cries wolf often.",
    Rule(months=3, limit=50.0, significant=False),
)
SCENARIOS = (CAUTIOUS, BALANCED, SENSITIVE)
