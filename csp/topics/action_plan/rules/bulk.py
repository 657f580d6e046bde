"""One change to several actions: what it does to each, and how many are so already. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from csp.core.typed_text import check_prose
from csp.topics.action_plan.rules.agency_matching import AgencyMatcher
from csp.topics.action_plan.rules.grid import find_report
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.actions import list_differences
from csp.topics.action_plan.store.plan_diff import ActionChange, read_stored
from csp.topics.action_plan.store.records import ActionRow, UpdateDraft
from csp.topics.action_plan.store.status import Quarter, Status


@dataclass(frozen=True)
class BulkDraft:
    """What is to be set in several actions, as typed; an empty field leaves theirs."""

    status: Status | None = None
    due: str = ""
    lead: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self.status is None and not self.due.strip() and not self.lead.strip()


@dataclass(frozen=True)
class FieldCount:
    """Of how many actions a field is set, and of how many it is so already.

    anew: of those set, how many keep their status and are reported on again for the quarter.
    """

    changed: int = 0
    already: int = 0
    anew: int = 0


@dataclass(frozen=True)
class BulkChange:
    """A change to several actions: what becomes of each that it changes, and the counts of each field.

    draft is checked, its lead a name of the plan. A count is None for a field that is left.
    """

    draft: BulkDraft
    changes: tuple[ActionChange, ...]
    status: FieldCount | None = None
    due: FieldCount | None = None
    lead: FieldCount | None = None


def build_change(
    actions: Sequence[ActionRow], draft: BulkDraft, quarter: Quarter, matcher: AgencyMatcher
) -> BulkChange:
    """What a draft changes in actions. Raises UserError for what cannot be stored."""
    checked = BulkDraft(
        draft.status,
        check.field("due", draft.due),
        _check_lead(draft.lead, matcher),
        check_prose(draft.note, "The note", check.NOTE),
    )
    changes = [_change_action(action, checked, quarter, matcher) for action in actions]
    leads = [matcher.is_same(action.lead, checked.lead) for action in actions]
    anew = [action.status is checked.status for action, c in zip(actions, changes, strict=True) if c.update]
    return BulkChange(
        checked,
        tuple(change for change in changes if change.fields or change.update),
        _count([not change.update for change in changes], sum(anew)) if checked.status else None,
        _count([action.due == checked.due for action in actions]) if checked.due else None,
        _count(leads) if checked.lead else None,
    )


def _check_lead(typed: str, matcher: AgencyMatcher) -> str:
    if not typed.strip():
        return ""
    (lead,) = check.field("agencies", (matcher.match(typed),))
    return str(lead)


def _count(already: Sequence[bool], anew: int = 0) -> FieldCount:
    return FieldCount(len(already) - sum(already), sum(already), anew)


def _change_action(
    action: ActionRow, draft: BulkDraft, quarter: Quarter, matcher: AgencyMatcher
) -> ActionChange:
    stored = read_stored(action)
    new = replace(stored, due=draft.due) if draft.due else stored
    if draft.lead and not matcher.is_same(action.lead, draft.lead):
        # Who led it so far stays as a partner, and so nobody drops out of the plan unseen.
        partners = [name for name in stored.agencies if not matcher.is_same(name, draft.lead)]
        new = replace(new, agencies=check.field("agencies", (draft.lead, *partners)))
    update = None
    report = find_report(action, quarter)
    if draft.status and not (report and report.status is draft.status):
        update = UpdateDraft(quarter, draft.status, draft.note)
    fields = list_differences(stored, new)
    return ActionChange(0, action, new, fields, update, reason="" if update else draft.note)
