"""Which sections a report has, in which order and by which names. Pure values.

A section has a key that stays, whatever an author calls it. Chosen crime types have a section each, whose
key is that of the type behind "crime:", so that they are ordered and renamed like all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from csp.topics.report.document import Kind

CRIME = "crime:"


@dataclass(frozen=True)
class SectionSpec:
    """A section that a report may have. about: what is in it, for who arranges a report."""

    key: str
    title: str
    about: str
    landscape: bool = False


ASSESSMENT = (
    SectionSpec(
        "introduction", "Introduction, legislation and aim", "Why there is an assessment, and of what."
    ),
    SectionSpec("review", "Review of last year's plan", "What was carried out, what changed and why."),
    SectionSpec("all_crime", "All recorded crime", "The table of crime types, and the districts compared."),
    SectionSpec("trend", "The three-year trend", "Unusual months, and the district beside the county."),
    SectionSpec("stands_out", "What stands out", "Clear changes, and wards with warnings."),
    SectionSpec("serious_violence", "Serious violence", "Violence, robbery and weapons, by number and harm."),
    SectionSpec(
        "public_views", "Victims and the public's views", "Crimes with a victim, and survey figures."
    ),
    SectionSpec("road_safety", "Road safety", "Casualties on the roads, where they are loaded."),
    SectionSpec("horizon", "Horizon scan", "What may come, under seven headings."),
    SectionSpec("priorities", "Recommended priorities", "The evidence, and what the partnership decided."),
    SectionSpec(
        "action_plan", "Part 2: the action plan", "Its four tables with the outcomes filled.", landscape=True
    ),
    SectionSpec(
        "evidence", "Annex A: the evidence", "Every candidate priority, and every district.", landscape=True
    ),
    SectionSpec("data_notes", "Annex B: data notes", "What is loaded, what is incomplete, and the methods."),
    SectionSpec("decisions", "Annex C: decisions", "What meetings decided, and on which priorities."),
    SectionSpec("glossary", "Annex D: glossary", "Abbreviations and what the words mean."),
)
CRIMES_STAND_AFTER = "stands_out"
"""The section behind which those of the chosen crime types stand, until an author moves them."""

BRIEFING = (
    SectionSpec("key_figures", "Key figures", "The level, the change, the rank and what is overdue."),
    SectionSpec("clearest", "The clearest changes", "The crime types with the strongest evidence."),
    SectionSpec("map", "Where", "The wards by rate."),
    SectionSpec("overdue", "Overdue actions", "The longest overdue."),
)

SINCE = (
    SectionSpec("since_figures", "Figures that changed clearly", "Crime types with a clear change."),
    SectionSpec("since_warnings", "Warnings, new and gone", "Warnings now beside those at the last meeting."),
    SectionSpec("since_actions", "Actions changed", "What was reported, done and added."),
    SectionSpec("overdue", "Overdue actions", "The longest overdue."),
)

KINDS: dict[Kind, tuple[SectionSpec, ...]] = {
    "assessment": ASSESSMENT,
    "briefing": BRIEFING,
    "since": SINCE,
}
TITLES: dict[Kind, str] = {
    "assessment": "Strategic assessment and community safety plan",
    "briefing": "Community safety briefing",
    "since": "Since the last meeting",
}


@dataclass(frozen=True)
class Part:
    """A section that is wanted. title: as the author has named it, "" for its own."""

    key: str
    title: str = ""


@dataclass(frozen=True)
class Arrangement:
    """The sections of a report in their order. since: the day of the last meeting, where one is known."""

    kind: Kind
    parts: tuple[Part, ...]
    since: date | None = None


def arrange_by_default(kind: Kind, crime_types: Sequence[str] = (), since: date | None = None) -> Arrangement:
    """The sections of a kind as it opens. crime_types: the codes of those with a section of their own."""
    parts: list[Part] = []
    for spec in KINDS[kind]:
        parts.append(Part(spec.key))
        if kind == "assessment" and spec.key == CRIMES_STAND_AFTER:
            parts += [Part(f"{CRIME}{code}") for code in crime_types]
    return Arrangement(kind, tuple(parts), since)


def find_spec(kind: Kind, key: str, crime_label: str = "") -> SectionSpec | None:
    """What is known of a section; None for a key that no section has. crime_label: of its crime type."""
    if key.startswith(CRIME):
        about = "Its trend, wards, harm, outcomes and districts."
        return SectionSpec(key, crime_label or key.removeprefix(CRIME), about)
    return next((spec for spec in KINDS[kind] if spec.key == key), None)
