"""The columns of a plan's file that report progress. Pure, and light where Word and Excel are not needed."""

from __future__ import annotations

from csp.topics.action_plan.store.plan_import import OUTCOME
from csp.topics.action_plan.store.records import ActionRow


def list_outcome(action: ActionRow) -> list[str]:
    """The cells of the columns of progress, in the order of OUTCOME."""
    latest = action.latest
    if latest is None:
        return [""] * len(OUTCOME)
    return [
        *(latest.status.value, latest.quarter.label, latest.note, write_number(latest.measure_value)),
        *(latest.evidence_link, latest.who, latest.at.isoformat(timespec="seconds")),
    ]


def write_number(value: float | None) -> str:
    return "" if value is None else repr(value).removesuffix(".0")
