"""What authors add to the report of a plan, as plain values: paragraphs, review, horizon, order, cover.

Each is a content of its own kind, kept version after version under a key. A version is never altered, so
that what a report said on a day can be looked up, and what two people wrote at once is both there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeAlias, TypeVar

ReportKind = Literal["assessment", "briefing", "since"]
REPORT_KINDS: tuple[ReportKind, ...] = ("assessment", "briefing", "since")

FACTORS = (
    "political",
    "economic",
    "social",
    "technological",
    "environmental",
    "legal",
    "organisational",
)
"""What a horizon scan looks at, in the order in which it is written."""


@dataclass(frozen=True)
class AuthorParagraph:
    """A paragraph of the author's own, in Markdown, with figures as fields: "{all_crime.change}".

    section: the key of the section it stands in; place: "start" or "end" of it, or behind one of
    its headings, tables and pictures (csp.topics.report.places); position: its order among those there.
    figures are the words of its fields when it was written, {"all_crime.change": "fell by 778 (−9.0%)"},
    and basis says of what they were.
    """

    section: str
    text: str
    place: str = "start"
    position: int = 0
    figures: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    report: ReportKind = "assessment"


@dataclass(frozen=True)
class PlanReview:
    """How far a priority of a plan was carried out, what changed, and why. Its key is the number.

    Its plan is the one that is looked back on, and may be closed.
    """

    carried_out: str
    changed: str = ""
    reason: str = ""


@dataclass(frozen=True)
class HorizonItem:
    """Something ahead that may bear on community safety. factor: one of FACTORS.

    text: what may come and what it may bring; response: what the partnership means to do.
    """

    factor: str
    text: str
    response: str = ""


@dataclass(frozen=True)
class SectionChoice:
    """A section of a report: its key, whether it is written, and its own title ("" for the usual one)."""

    key: str
    included: bool = True
    title: str = ""


@dataclass(frozen=True)
class SectionOrder:
    """The sections of a kind of report in their order. Its key is the kind."""

    sections: tuple[SectionChoice, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs a report off: the office, and the name and the day where they are known."""

    office: str
    name: str = ""
    day: str = ""


@dataclass(frozen=True)
class ReportCover:
    """What an author has put on the cover of a report, "" for the usual words. Its key is the kind."""

    title: str = ""
    subtitle: str = ""
    signatures: tuple[Signature, ...] = ()


Content: TypeAlias = AuthorParagraph | PlanReview | HorizonItem | SectionOrder | ReportCover
C_co = TypeVar("C_co", bound=Content, covariant=True)


@dataclass(frozen=True)
class Version(Generic[C_co]):
    """A content as somebody stored it. version counts from 1; removed: it was taken out with this version.

    key is what it goes by among those of its kind: see new_key() in report_entries. at is UTC.
    """

    plan_id: int
    key: str
    version: int
    content: C_co
    removed: bool
    who: str
    at: datetime
