"""What every form of the page Report is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from csp.shell.people import Person
from csp.topics.action_plan.store.records import Plan
from csp.topics.report.authoring.stored import StoredReport
from csp.topics.report.document import Kind


@dataclass(frozen=True)
class ReportBeingWritten:
    """A kind of report of a plan, as it stands now.

    reviewed: the plan that is looked back on, None where there is none. titles: of the sections by their
    keys, in their order. period: the months that figures are of, in words. author: who may change it, None
    for a reader. write_fields gives what fields say now, by name; those that there are not are left out.
    """

    kind: Kind
    plan: Plan
    reviewed: Plan | None
    stored: StoredReport
    titles: Mapping[str, str]
    period: str
    author: Person | None
    write_fields: Callable[[Sequence[str]], Mapping[str, str]]
