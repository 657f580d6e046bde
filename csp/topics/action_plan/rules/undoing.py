"""What was done in one step, and whether it can still be taken back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csp.topics.action_plan.store.records import ActionRow, Plan
from csp.topics.action_plan.store.steps import Step


@dataclass(frozen=True)
class DoneStep:
    """A step, the one that took it back if there is one, and the actions that have changed since."""

    step: Step
    undoing: Step | None
    changed: tuple[str, ...]


def list_done(
    steps: Iterable[Step], plan: Plan, actions: Iterable[ActionRow], kind: str = ""
) -> list[DoneStep]:
    """The steps that changed actions of a plan, in the order given. kind: what they begin with, all for "".

    actions: those of the plan, retired ones too. A step can be undone while each of its actions is at the
    version that it left it at, which is what the store asks as well.
    """
    every = list(steps)
    by_id = {step.id: step for step in every}
    by_action = {action.id: action for action in actions}
    return [
        DoneStep(
            step,
            by_id.get(step.undone_by) if step.undone_by is not None else None,
            _list_changed(step, by_action) if step.undone_by is None else (),
        )
        for step in every
        if step.undoes is None
        and step.body.get("plan") == plan.id
        and ("actions" in step.body or "reviews" in step.body)
        and step.what.startswith(kind)
    ]


def _list_changed(step: Step, by_action: Mapping[int, ActionRow]) -> tuple[str, ...]:
    done = step.body.get("actions", ())
    pairs = ((by_action.get(each["action"]), each["version"]) for each in done)
    return tuple(action.ref for action, version in pairs if action is not None and action.version != version)
