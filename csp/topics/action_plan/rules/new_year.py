"""A new year that is being put together: what of the plan before goes on, and what is new. Pure.

What somebody has typed is kept as edits of the actions as they are, {row: {column: text}}, so that it fits
the plan again when that has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from csp.topics.action_plan.store.new_year import NewYear
from csp.topics.action_plan.store.records import ActionDraft, ActionRow, PlanDraft
from csp.topics.action_plan.store.references import find_next_reference

Edits = Mapping[str, Mapping[str, str]]


class Choice(StrEnum):
    """What becomes of an unfinished action; the value is its name on the page."""

    CARRY = "Carry over"
    ADAPT = "Adapt"
    RETIRE = "Retire"


@dataclass(frozen=True)
class YearRow:
    """An unfinished action and what becomes of it. priority is "" where its own is not in the new plan."""

    action: ActionRow
    choice: Choice
    priority: str
    text: str
    lead: str
    due: str
    measure: str
    reason: str

    @property
    def is_changed(self) -> bool:
        """Whether it goes on in other words, under another priority or with another agency."""
        action = self.action
        now = (self.text, self.lead, self.due, self.measure, self.priority)
        before = (action.text, action.lead, action.due, action.measure, str(action.priority))
        return self.choice is Choice.ADAPT and now != before

    @property
    def partners(self) -> tuple[str, ...]:
        """The agencies beside the lead, without the one that leads now."""
        return tuple(name for name in self.action.agencies[1:] if name != self.lead)

    def make_draft(self) -> ActionDraft:
        """The whole of the action as it goes on."""
        lead = (self.lead,) if self.lead else ()
        return replace(
            draft_action(self.action),
            priority=self.priority,
            text=self.text,
            agencies=(*lead, *self.partners),
            due=self.due,
            measure=self.measure,
        )


def draft_action(action: ActionRow) -> ActionDraft:
    """An action as it is, in the shape in which it is typed."""
    return ActionDraft(**{field.name: getattr(action, field.name) for field in fields(ActionDraft)})


def list_rows(actions: Iterable[ActionRow], edits: Edits, priorities: Mapping[int, str]) -> list[YearRow]:
    """The unfinished actions with what is chosen: each is carried over until somebody says otherwise.

    priorities: of the new plan. An action whose priority is not among them has to be adapted.
    """
    return [_make_row(action, edits.get(str(action.id), {}), priorities) for action in actions]


def _make_row(action: ActionRow, edit: Mapping[str, str], priorities: Mapping[int, str]) -> YearRow:
    own = str(action.priority) if action.priority in priorities else ""
    choice = _read_choice(edit.get("choice", ""))
    if choice is Choice.CARRY and not own:
        choice = Choice.ADAPT
    words = {} if choice is Choice.CARRY else edit
    priority = words.get("priority", own)
    return YearRow(
        action,
        choice,
        priority if priority in map(str, priorities) else own,
        words.get("text", action.text).strip(),
        words.get("lead", action.lead).strip(),
        words.get("due", action.due).strip(),
        words.get("measure", action.measure).strip(),
        edit.get("reason", "").strip(),
    )


def _read_choice(word: str) -> Choice:
    return Choice(word) if word in {each.value for each in Choice} else Choice.CARRY


@dataclass(frozen=True)
class NewRow:
    """An action that is new: its number among those typed, and the draft. ref may have been proposed."""

    number: int
    draft: ActionDraft


def list_new(edits: Edits, refs: Mapping[str, int]) -> list[NewRow]:
    """The actions that are typed as rows, in their order; rows without anything typed are left out.

    refs: the references that are in use, each with its priority. A row without one gets the next that is
    free under its priority.
    """
    taken = dict(refs)
    rows: list[NewRow] = []
    for key in sorted(edits, key=_read_number):
        cells = {name: text.strip() for name, text in edits[key].items()}
        if not any(cells.get(name) for name in ("ref", "text", "lead", "due", "measure")):
            continue
        priority = cells.get("priority", "")
        ref = cells.get("ref", "")
        if not ref and priority.isdigit():
            ref = find_next_reference(taken, int(priority))
        taken[ref] = int(priority) if priority.isdigit() else 0
        lead = cells.get("lead", "")
        draft = ActionDraft(
            ref,
            priority,
            cells.get("text", ""),
            (lead,) if lead else (),
            measure=cells.get("measure", ""),
            due=cells.get("due", ""),
        )
        rows.append(NewRow(len(rows) + 1, draft))
    return rows


def _read_number(key: str) -> int:
    digits = key.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


@dataclass(frozen=True)
class YearCounts:
    """How many actions are carried over as they are, adapted, retired and new."""

    carried: int
    adapted: int
    retired: int
    added: int


def count_year(rows: Sequence[YearRow], new: Sequence[NewRow]) -> YearCounts:
    """Counts by what becomes of the actions; one to be adapted in which nothing differs is carried over."""
    retired = sum(row.choice is Choice.RETIRE for row in rows)
    adapted = sum(row.is_changed for row in rows)
    return YearCounts(len(rows) - retired - adapted, adapted, retired, len(new))


def list_early(rows: Iterable[YearRow], start: date) -> list[YearRow]:
    """The actions that go on with a day before the new year, which makes them overdue from its first day."""
    return [
        row
        for row in rows
        if row.choice is not Choice.RETIRE
        and row.due == row.action.due
        and row.action.due_date is not None
        and row.action.due_date < start
    ]


def make_year(plan: PlanDraft, rows: Sequence[YearRow], new: Sequence[NewRow]) -> NewYear:
    """What is to be stored, with the versions of the actions as they were seen."""
    return NewYear(
        plan,
        {row.action.id: row.action.version for row in rows},
        {row.action.id: row.make_draft() for row in rows if row.is_changed},
        {row.action.id: row.reason for row in rows if row.choice is Choice.RETIRE},
        [row.draft for row in new],
    )


def list_moved(seen: Mapping[int, ActionRow], now: Iterable[ActionRow]) -> list[str]:
    """The references of actions that have changed, come or gone since they were first seen here."""
    current = {action.id: action for action in now}
    changed = [
        action.ref
        for number, action in current.items()
        if number not in seen or seen[number].version != action.version
    ]
    return [*changed, *(action.ref for number, action in seen.items() if number not in current)]
