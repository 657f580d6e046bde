"""What an action or a plan holds beside its wording, as plain values. Each is kept version after version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeAlias, TypeVar

Sense = Literal["at least", "at most", ""]
SENSES: tuple[Sense, ...] = ("at least", "at most", "")
"""Which way a target is met; "" where there is none."""


@dataclass(frozen=True)
class Measure:
    """What is counted of an action: "Helpline calls", unit "calls", at least 200, quarterly.

    frequency is in words, as an action's reporting rhythm is.
    """

    name: str
    unit: str = ""
    sense: Sense = ""
    target: float | None = None
    frequency: str = ""
    baseline: float | None = None


@dataclass(frozen=True)
class Milestone:
    """A part of an action with a day of its own, ticked once it is done."""

    text: str
    due: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Evidence:
    """A page on the web that shows what was done."""

    title: str
    link: str


@dataclass(frozen=True)
class Comment:
    """What somebody says of an action without reporting on it: no status, no quarter."""

    text: str


@dataclass(frozen=True)
class Coverage:
    """Where and on what an action acts: codes of wards and of measures.yml. No wards: the whole district."""

    wards: tuple[str, ...] = ()
    crime_types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """The day an action is looked at next, where people have set one; else it follows from its rhythm."""

    next_review: date | None = None


@dataclass(frozen=True)
class ChartNote:
    """A dated remark on a chart, such as "patrols began". chart names the chart as its page does."""

    chart: str
    day: date
    text: str


Content: TypeAlias = Measure | Milestone | Evidence | Comment | Coverage | Schedule | ChartNote
C_co = TypeVar("C_co", bound=Content, covariant=True)

NAMES: Mapping[str, type[Content]] = {
    "measure": Measure,
    "milestone": Milestone,
    "evidence": Evidence,
    "comment": Comment,
    "coverage": Coverage,
    "schedule": Schedule,
    "note": ChartNote,
}
"""What each kind is called in the table."""

# Of these an action has one at most, under a key that begins so.
SINGLE: Mapping[type[Content], str] = {Coverage: "coverage", Schedule: "schedule"}


def make_single_key(kind: type[Any], action_id: int) -> str | None:
    """The key of what an action has one of at most; None for what it may have several of."""
    return f"{SINGLE[kind]}-{action_id}" if kind in SINGLE else None


@dataclass(frozen=True)
class Held(Generic[C_co]):
    """A version of something that an action or, where action_id is None, a plan holds. at is UTC."""

    plan_id: int
    action_id: int | None
    key: str
    version: int
    content: C_co
    removed: bool
    who: str
    at: datetime


@dataclass(frozen=True)
class ActionDetails:
    """What one action holds, in the order in which it was first entered. Nothing that was taken out."""

    measures: tuple[Held[Measure], ...] = ()
    milestones: tuple[Held[Milestone], ...] = ()
    evidence: tuple[Held[Evidence], ...] = ()
    comments: tuple[Held[Comment], ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    schedule: Schedule = field(default_factory=Schedule)


def group_details(held: list[Held[Any]]) -> ActionDetails:
    """What one action holds, from the latest versions of its entries."""
    of_kind: dict[type[Any], list[Held[Any]]] = {}
    for each in held:
        of_kind.setdefault(type(each.content), []).append(each)
    return ActionDetails(
        measures=tuple(of_kind.get(Measure, ())),
        milestones=tuple(of_kind.get(Milestone, ())),
        evidence=tuple(of_kind.get(Evidence, ())),
        comments=tuple(of_kind.get(Comment, ())),
        coverage=of_kind[Coverage][0].content if Coverage in of_kind else Coverage(),
        schedule=of_kind[Schedule][0].content if Schedule in of_kind else Schedule(),
    )
