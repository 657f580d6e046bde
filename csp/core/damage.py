"""What a page says of imported files that cannot be read: which months are left out, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from csp.core import wording
from csp.core.filters import MAX_MONTHS, TREND_MONTHS, Filters, add_months
from csp.core.measures import Source

NAMED = 4  # months that are named one by one
# Pages that show a span of months, up to the period's end; every other page uses all that is loaded.
SPANS = {"overview": TREND_MONTHS, "county": MAX_MONTHS, "wards": TREND_MONTHS}
# Pages with a map of wards or districts.
MAPS = frozenset({"county", "profile", "wards", "what_if", "report"})

# Pages with recorded crime as it is published by partnership.
YEARS = frozenset({"overview", "county", "profile"})

# Pages with figures of road collisions.
ROADS = frozenset({"road_safety", "overview", "report"})
# Of these, the one whose own figures are no recorded crime.
ROADS_ALONE = "road_safety"

# What partners record about roads.
_PARTNER_TABLES = {
    "near_misses": "Imported near misses cannot be read and are left out; import them again.",
    "speed_watch": "Speed watch sessions cannot be read and are left out; import them again.",
    "schools": "The list of schools cannot be read; import it again.",
    "road_costs": "The values in pounds cannot be read; import them again.",
    "road_factors": "The counts of the fatal four cannot be read and are left out; import them again.",
}

_SAMPLE = "sample"

Listing = Literal["current", "previous", "lost"]
# kind, source, force and month, as the manifest has them.
Row = tuple[str, str | None, str | None, date | None]


@dataclass(frozen=True)
class Unreadable:
    """What was imported and is left out, and whether the lists of files of the stores can be read."""

    rows: tuple[Row, ...] = ()
    listing: Listing = "current"
    sample_listing: Listing = "current"


def describe_damage(
    unreadable: Unreadable, page: str, filters: Filters | None, source: Source | None, own: str
) -> list[str]:
    """The sentences of a page, by its file's stem. filters and source are None on a page without filters.

    own is the area's own force: months of another force are named with it.
    """
    sentences = _describe_listing(unreadable)
    if page != ROADS_ALONE:
        sentences += filter(None, _describe_months(unreadable, page, filters, source, own))
    kinds = {kind for kind, *_ in unreadable.rows}
    if "boundaries" in kinds and page in MAPS:
        sentences.append(
            "The imported outlines cannot be read, so maps are drawn without them; import them again."
        )
    if "population" in kinds:
        sentences.append(
            "The imported population cannot be read, so rates use the built-in figures; import it again."
        )
    if "lookup" in kinds:
        sentences.append("The imported lookup of LSOAs cannot be read; import it again.")
    if "peers" in kinds:
        sentences.append("The imported similar areas cannot be read; import them again.")
    if "recorded_crime" in kinds and page in YEARS:
        sentences.append("Recorded crime by partnership cannot be read and is left out; import it again.")
    if page in ROADS:
        sentences += _describe_collisions(unreadable)
        sentences += [_PARTNER_TABLES[kind] for kind in _PARTNER_TABLES if kind in kinds]
    if "survey" in kinds and page == "report":
        sentences.append("The imported survey figures cannot be read; import them again.")
    return sentences


def _describe_collisions(unreadable: Unreadable) -> Iterable[str]:
    for kind, words in (("collisions", "road collisions"), ("casualties", "road casualties")):
        for simulated in (False, True):
            years = sorted(
                {
                    year or ""
                    for of, source, year, _ in unreadable.rows
                    if of == kind and _is(source, simulated)
                }
            )
            again = "write them again with python -m csp sample" if simulated else "import them again"
            if years:
                yield f"The {words} of {wording.list_words(years)} cannot be read and are left out; {again}."


def _is(source: str | None, simulated: bool) -> bool:
    return (source == _SAMPLE) == simulated


def _describe_listing(unreadable: Unreadable) -> list[str]:
    sentences = []
    if unreadable.listing == "previous":
        sentences.append(
            "The list of what is imported cannot be read, so the one before the last import is used. "
            "Run python -m csp repair."
        )
    elif unreadable.listing == "lost":
        sentences.append(
            "The list of what is imported cannot be read, so nothing imported is shown. "
            "Run python -m csp repair."
        )
    if unreadable.sample_listing != "current" and unreadable.listing == "current":
        sentences.append("The embedded sample cannot be read. Write it again with python -m csp sample.")
    return sentences


def _describe_months(
    unreadable: Unreadable, page: str, filters: Filters | None, source: Source | None, own: str
) -> Iterable[str]:
    first = find_first_month(page, filters) if filters else date.min
    by_source: dict[tuple[str, str], set[date]] = {}
    for kind, code, force, month in unreadable.rows:
        if kind != "incidents" or month is None or month < first:
            continue
        if source is None or source.code == code:
            by_source.setdefault((code or "", force or ""), set()).add(month)
    for (code, force), months in sorted(by_source.items()):
        simulated = code == force == _SAMPLE
        yield describe_unread_months(sorted(months), simulated, "" if force == own else force)


def describe_missing_months(unreadable: Unreadable, source: str, months: Sequence[date], own: str) -> str:
    """Which months of a series of the area's own force cannot be read, as a sentence; "" for none."""
    rows = {(code, force, month) for kind, code, force, month in unreadable.rows if kind == "incidents"}
    unread = [month for month in months if {(source, own, month), (source, source, month)} & rows]
    return describe_unread_months(unread, source == _SAMPLE) if unread else ""


def find_first_month(page: str, filters: Filters) -> date:
    """The earliest month that a page's figures rest on."""
    if page not in SPANS:
        return date.min
    trend = add_months(filters.period.end, 1 - SPANS[page])
    return min(filters.period.start, filters.comparison.start, trend)


def describe_unread_months(months: Sequence[date], simulated: bool, force: str = "") -> str:
    """Which months cannot be read, and what to do: "Feb 2024 cannot be read; import it again."

    months: in order. simulated: they are of the sample. force: named where it is not the area's own.
    """
    if len(months) > NAMED:
        words = f"{len(months)} months ({wording.month(months[0])} to {wording.month(months[-1])})"
    else:
        words = wording.list_words([wording.month(month) for month in months])
    them = "it" if len(months) == 1 else "them"
    if simulated:
        return f"{words} of the sample cannot be read; write {them} again with python -m csp sample."
    return f"{words}{f' of {force}' if force else ''} cannot be read; import {them} again."
