"""An agency's own form in Excel: its actions with the questions of the quarter, sent out and read back.

Partners without an account answer by e-mail. Each gets one file with its own actions; what comes back is
compared with the plan as any table is (agency_answers), and applied and undone in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from csp.topics.action_plan.store.agency_records import Agency
from csp.topics.action_plan.store.entry_records import ActionDetails, Held, Measure
from csp.topics.action_plan.store.plan_export import write_due
from csp.topics.action_plan.store.records import ActionRow, Listing

# What the agency is told, and what it is asked. Numbers follow in pairs: what is counted, and how many.
TOLD = ("id", "action", "part", "due", "last status", "quarter")
ASKED = ("status", "what happened", "evidence link")
# What a form was made with, for when it comes back: the action's version, the plan, and the agency. Hidden.
STAMP = "made with"
NOTHING = ActionDetails()


class Stamp(NamedTuple):
    """What a row was made with: the action's version, the label of the plan, a name of the agency."""

    version: int
    plan: str
    agency: str


@dataclass(frozen=True)
class FormSource:
    """A plan as forms are made from it and compared with: its actions, what each holds, numbers by update."""

    listing: Listing
    details: Mapping[int, ActionDetails]
    values: Mapping[str, Mapping[str, float]]

    def list_measures(self, action: ActionRow) -> tuple[Held[Measure], ...]:
        return self.details.get(action.id, NOTHING).measures


def pick_own_actions(listing: Listing, agency: Agency) -> list[ActionRow]:
    """The actions in which an agency has a part under any of its names, those it leads first."""
    names = set(agency.draft.aliases)
    own = [a for a in listing.actions if a.retired_at is None and not names.isdisjoint(a.agencies)]
    return sorted(own, key=lambda action: action.lead not in names)


def write_form_rows(source: FormSource, agency: Agency) -> list[list[str]]:
    """The cells of an agency's form, the header first."""
    own = pick_own_actions(source.listing, agency)
    most = max((len(source.list_measures(action)) for action in own), default=0)
    pairs = [cell for n in range(1, most + 1) for cell in (f"counted {n}", f"number {n}")]
    plan, name = source.listing.plan.label, (*agency.draft.aliases, agency.name)[0]
    rows = [
        [*_write_row(source, agency, action, most), "|".join((str(action.version), plan, name))]
        for action in own
    ]
    return [[*TOLD, *ASKED, *pairs, STAMP], *rows]


def read_stamp(cell: str) -> Stamp | None:
    """What a row of a form was made with, None where it does not say."""
    version, _, rest = cell.partition("|")
    plan, _, agency = rest.partition("|")
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    return Stamp(int(version), plan, agency) if is_number and plan and agency else None


def _write_row(source: FormSource, agency: Agency, action: ActionRow, most: int) -> list[str]:
    led = action.lead in agency.draft.aliases
    told = [
        *(action.ref, action.text, "Lead" if led else f"With {action.lead}", write_due(action)),
        *(action.status.value if action.latest else "nothing reported yet", source.listing.quarter.label),
    ]
    names = [cell for measure in source.list_measures(action) for cell in (measure.content.name, "")]
    return [*told, *[""] * len(ASKED), *names, *[""] * (2 * most - len(names))]
