"""An agency's own form in Excel: its actions with the questions of the quarter, sent out and read back.

Partners without an account answer by e-mail. Each gets one file with its own actions; what comes back is
compared with the plan as any table is (plan_diff), and applied and undone in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.agency_records import Agency
from csp.topics.action_plan.store.cells import unescape
from csp.topics.action_plan.store.entry_records import ActionDetails, Held, Measure
from csp.topics.action_plan.store.measure_values import check_values
from csp.topics.action_plan.store.plan_diff import ActionChange, PlanDiff, read_stored
from csp.topics.action_plan.store.plan_export import write_due
from csp.topics.action_plan.store.plan_file.grid import Row
from csp.topics.action_plan.store.records import ActionRow, Listing, UpdateDraft
from csp.topics.action_plan.store.updates import check_report

# What the agency is told, and what it is asked. Numbers follow in pairs: what is counted, and how many.
TOLD = ("id", "action", "part", "due", "last status", "quarter")
ASKED = ("status", "what happened", "evidence link")
NOTHING = ActionDetails()
_COUNTED = re.compile(r"counted \d{1,2}")


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
    return [[*TOLD, *ASKED, *pairs], *(_write_row(source, agency, action) for action in own)]


def _write_row(source: FormSource, agency: Agency, action: ActionRow) -> list[str]:
    led = action.lead in agency.draft.aliases
    told = [
        *(action.ref, action.text, "Lead" if led else f"With {action.lead}", write_due(action)),
        *(action.status.value if action.latest else "nothing reported yet", source.listing.quarter.label),
    ]
    names = [cell for measure in source.list_measures(action) for cell in (measure.content.name, "")]
    return [*told, *[""] * len(ASKED), *names]


def compare_form(name: str, rows: Sequence[Row], source: FormSource) -> PlanDiff:
    """What a form that came back would change: an update for every row with an answer. Stores nothing.

    An answer that is in the record already, because the form was read before, is the same. A number or a
    note without a status keeps the status that the action has. Raises UserError for a file that is no form.
    """
    headers = [cell.strip().lower() for cell in rows[0][1]]
    missing = [header for header in (*TOLD[:1], "quarter", *ASKED) if header not in headers]
    if missing:
        raise UserError(f"{name} is not an agency's form: it has no column {wording.list_words(missing)}.")
    by_ref = {action.ref: action for action in source.listing.actions}
    changed, same, errors = [], 0, {}
    for line, written in rows[1:]:
        cells = [unescape(cell).strip() for cell in written]
        row = dict(zip(headers, [*cells, *[""] * (len(headers) - len(cells))], strict=False))
        try:
            action = _find_action(row["id"], by_ref)
            update = _read_answer(row, headers, action, source)
        except UserError as error:
            errors[line] = (str(error),)
            continue
        if update is None or _is_on_record(update, action, source):
            same += 1
        else:
            changed.append(ActionChange(line, action, read_stored(action), {}, update))
    twice = [a.draft.ref for a, b in pairwise(sorted(changed, key=_get_ref)) if a.draft.ref == b.draft.ref]
    if twice:
        raise UserError(f"{name} has {wording.list_words(twice)} more than once: keep one row of each.")
    return PlanDiff(tuple(changed), (), same, (), errors)


def _get_ref(change: ActionChange) -> str:
    return change.draft.ref


def _find_action(ref: str, by_ref: Mapping[str, ActionRow]) -> ActionRow:
    action = by_ref.get(ref)
    if action is None:
        raise UserError(f"The plan has no action {check.quoted(ref)[1:-1]}.")
    if action.retired_at is not None:
        raise UserError(f"{ref} has been retired: reinstate it, or leave its row out.")
    return action


def _read_answer(
    row: Mapping[str, str], headers: Iterable[str], action: ActionRow, source: FormSource
) -> UpdateDraft | None:
    """The update that a row answers with, None where nothing is filled in. Raises UserError for a fault."""
    numbers = _read_numbers(row, headers, source.list_measures(action))
    status, note, link = (row[header] for header in ASKED)
    if not (status or note or link or numbers):
        return None
    state = status.lower() or action.status.value
    update = UpdateDraft(row["quarter"], state, note, None, link, None, numbers)
    check_report(update, source.listing.quarter.year_start)
    return update


def _read_numbers(
    row: Mapping[str, str], headers: Iterable[str], measures: Sequence[Held[Measure]]
) -> dict[str, float | str]:
    """The numbers of a row by the key of their measure, which is told by its name."""
    keys = {" ".join(measure.content.name.split()): measure.key for measure in measures}
    numbers: dict[str, float | str] = {}
    for header in headers:
        typed = row.get(header.replace("counted", "number"), "") if _COUNTED.fullmatch(header) else ""
        if not typed:
            continue
        name = " ".join(row[header].split())
        if name not in keys:
            raise UserError(f"A number is of {check.quoted(name)}, which is not counted of this action.")
        numbers[keys[name]] = typed
    return numbers


def _is_on_record(update: UpdateDraft, action: ActionRow, source: FormSource) -> bool:
    """Whether the latest report says the same already."""
    latest = action.latest
    if latest is None:
        return False
    stored = source.values.get(latest.id, {})
    said = (latest.quarter.label, latest.status.value, latest.note.strip(), latest.evidence_link)
    answered = (update.quarter, update.status, update.note, update.evidence_link)
    return said == answered and dict(stored) == check_values(update)[1]
