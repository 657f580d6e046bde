"""The words of what a table of actions would change in a plan. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.topics.action_plan.store.plan_diff import PlanDiff


def describe_diff(diff: PlanDiff) -> str:
    """ "3 changed, 1 new, 53 the same." with what the file leaves out, or the faults that are in the way."""
    if diff.errors:
        verb = "row has" if len(diff.errors) == 1 else "rows have"
        return f"{len(diff.errors)} {verb} faults: correct them in the file and choose it again."
    parts = [f"{len(diff.changed)} changed", f"{len(diff.new)} new", f"{diff.same} the same"]
    left = f" {wording.plural(len(diff.missing), 'action')} not in the file: nothing happens to them."
    return f"{', '.join(parts)}.{left if diff.missing else ''}"
