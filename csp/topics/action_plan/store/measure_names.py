"""Which measures a plan's own words name: "Helpline calls; referrals managed; programmes run". Pure."""

from __future__ import annotations

from csp.topics.action_plan.store.entry_records import Measure, Sense
from csp.topics.action_plan.store.records import ActionDraft


def derive_measures(draft: ActionDraft) -> list[Measure]:
    """The measures of an action by its words, in order; none where the plan names none.

    Several are named between semicolons. A target or a baseline is of all the words together, because
    nobody has said of which of them; such an action has one measure, until an editor splits it.
    """
    baseline, target = draft.baseline, draft.target
    whole = " ".join(draft.measure.split())
    has_figure = baseline is not None or target is not None
    if has_figure:
        sense: Sense = "" if target is None else "at least"
        name = capitalise(whole) or "Number reported"
        return [Measure(name, "", sense, _as_number(target), draft.reporting, _as_number(baseline))]
    names = dict.fromkeys(part.strip() for part in whole.split(";"))
    return [Measure(capitalise(name), frequency=draft.reporting) for name in names if name]


def capitalise(name: str) -> str:
    """With a capital at its beginning, and no other letter changed."""
    return name[:1].upper() + name[1:]


def _as_number(value: float | str | None) -> float | None:
    return None if value is None or value == "" else float(value)
