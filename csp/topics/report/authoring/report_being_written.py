"""What every form of the page Report is drawn with."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from csp.shell.people import Person
from csp.topics.action_plan.store.records import Plan
from csp.topics.report.authoring.gathering import KeptReport


@dataclass(frozen=True, eq=False)
class ReportBeingWritten:
    """A kind of report of a plan, as it stands now.

    titles: of the sections by their keys, in their order. included: the keys of those in the report.
    period: the months that figures are of, in words.
    author: who may change it, None for a reader.
    """

    kept: KeptReport
    plan: Plan
    titles: Mapping[str, str]
    included: Collection[str]
    period: str
    author: Person | None
