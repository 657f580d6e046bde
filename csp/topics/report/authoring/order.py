"""The sections of a report as a list that is put in order: what is offered, what was kept, what was changed.

What is kept names sections by their keys. A section that is new since then stands behind the one before
it in the usual order; one that is gone, as the crime type of a source that is no longer loaded, is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core.elements import OrderEntry
from csp.topics.action_plan.store.report_records import SectionChoice
from csp.topics.report.arrangement import (
    CRIME,
    CRIMES_STAND_AFTER,
    Arrangement,
    Part,
    SectionSpec,
    arrange_by_default,
    find_spec,
)
from csp.topics.report.document import Kind

LONGEST_TITLE = 120

Sections = tuple[SectionChoice, ...]


def list_usual(kind: Kind, crime_types: Sequence[str]) -> Sections:
    """Every section of a kind in the usual order. crime_types: the codes of those with one of their own."""
    return tuple(SectionChoice(part.key) for part in arrange_by_default(kind, crime_types).parts)


def fit_kept(kept: Sections, kind: Kind, crime_labels: Mapping[str, str]) -> Sections:
    """An order that was kept, with the sections that there are now. crime_labels: of the types on offer."""
    sections = [each for each in kept if _is_on_offer(each.key, kind, crime_labels)]
    before = ""
    for usual in list_usual(kind, ()):
        keys = [each.key for each in sections]
        if usual.key not in keys:
            sections.insert(keys.index(before) + 1 if before in keys else 0, usual)
        before = usual.key
    return tuple(sections)


def _is_on_offer(key: str, kind: Kind, crime_labels: Mapping[str, str]) -> bool:
    if key.startswith(CRIME):
        return kind == "assessment" and key.removeprefix(CRIME) in crime_labels
    return find_spec(kind, key) is not None


def list_crime_types(sections: Sections) -> list[str]:
    """The codes of the crime types that have a section of their own."""
    return [each.key.removeprefix(CRIME) for each in sections if each.key.startswith(CRIME)]


def choose_crime_types(sections: Sections, codes: Sequence[str]) -> Sections:
    """The same sections with one for each of these crime types.

    A new one stands behind the last of the others, and where there is none, where they usually do.
    """
    crimes = [f"{CRIME}{code}" for code in codes]
    rest = [each for each in sections if not each.key.startswith(CRIME) or each.key in crimes]
    for key in crimes:
        keys = [each.key for each in rest]
        if key not in keys:
            places = [i for i, each in enumerate(keys) if each.startswith(CRIME)]
            before = keys.index(CRIMES_STAND_AFTER) if CRIMES_STAND_AFTER in keys else len(keys) - 1
            rest.insert((places[-1] if places else before) + 1, SectionChoice(key))
    return tuple(rest)


def build_entries(sections: Sections, kind: Kind, crime_labels: Mapping[str, str]) -> list[OrderEntry]:
    """The sections as the list in the browser takes them."""
    entries = []
    for section in sections:
        spec = find_section(kind, section.key, crime_labels)
        entries.append(
            OrderEntry(
                id=section.key,
                included=section.included,
                title=section.title,
                usual=spec.title,
                about=spec.about,
            )
        )
    return entries


def find_section(kind: Kind, key: str, crime_labels: Mapping[str, str]) -> SectionSpec:
    """What is known of a section; one that there is not is called by its key."""
    spec = find_spec(kind, key, crime_labels.get(key.removeprefix(CRIME), ""))
    return spec or SectionSpec(key, key, "")


def read_rows(rows: Sequence[Mapping[str, object]], sections: Sections) -> Sections:
    """The order that the browser has sent; what it cannot have had from here is left out.

    sections: as they were drawn. One that the browser left out stays, at the end.
    """
    by_key = {each.key: each for each in sections}
    changed: dict[str, SectionChoice] = {}
    for row in rows:
        key, title = str(row.get("id", "")), " ".join(str(row.get("title", "")).split())
        if key in by_key:
            choice = SectionChoice(key, row.get("included") is True, title[:LONGEST_TITLE])
            changed.setdefault(key, choice)
    return (*changed.values(), *(each for key, each in by_key.items() if key not in changed))


def arrange(sections: Sections, kind: Kind, since: date | None) -> Arrangement:
    """The sections that are included, as a report is built from them. since: the day of the last meeting."""
    parts = tuple(Part(each.key, each.title) for each in sections if each.included)
    return Arrangement(kind, parts, since)


def name_sections(sections: Sections, kind: Kind, crime_labels: Mapping[str, str]) -> dict[str, str]:
    """The titles of the sections by their keys, in their order."""
    return {each.key: each.title or find_section(kind, each.key, crime_labels).title for each in sections}
