"""What people write for a report, beside what is counted: paragraphs, review, horizon, survey. Pure values.

The store of the action plan keeps them; a report is built without them as well, and then says in one line
where something is to be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

HORIZON = (
    "Political",
    "Economic",
    "Social",
    "Technological",
    "Environmental",
    "Legal",
    "Organisational",
)
"""The headings of a horizon scan, in their order."""


@dataclass(frozen=True)
class AuthorText:
    """A paragraph, or several, of an author. section: the key of the section in which it stands.

    text: Markdown (csp.topics.report.inline) with fields such as {all_crime.change}; an empty line
    begins a new paragraph, "- " an entry of a list. place: see csp.topics.report.places.
    written: by field, the words that it stood for when the text was last stored.
    """

    section: str
    text: str
    place: str = "start"
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewEntry:
    """What became of a part of last year's plan. subject: a priority or the reference of an action."""

    subject: str
    carried_out: str
    changed: str = ""
    why: str = ""


@dataclass(frozen=True)
class HorizonItem:
    """What may come. heading: one of HORIZON; response: what the partnership does about it."""

    heading: str
    text: str
    response: str = ""


@dataclass(frozen=True)
class SurveyFigure:
    """How many per cent gave an answer. base: how many were asked, None where that is not known."""

    area: str
    period: str
    question: str
    answer: str
    percent: float
    base: int | None = None


@dataclass(frozen=True)
class MeetingDecision:
    """What a meeting decided. item: of its agenda."""

    day: date
    item: str
    text: str


@dataclass(frozen=True)
class Texts:
    """All that people have written for one report. signatures: as the Cover of a document has them."""

    title: str = ""
    subtitle: str = ""
    signatures: tuple[tuple[str, str, str], ...] = ()
    paragraphs: tuple[AuthorText, ...] = ()
    reviews: tuple[ReviewEntry, ...] = ()
    horizon: tuple[HorizonItem, ...] = ()
    survey: tuple[SurveyFigure, ...] = ()
    decisions: tuple[MeetingDecision, ...] = ()
