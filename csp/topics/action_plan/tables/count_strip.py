"""What needs attention, as counts that filter the board. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from csp.core import wording
from csp.core.elements import CountEntry, CountStrip
from csp.core.table import Tone
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.rules import selection
from csp.topics.action_plan.rules.deadlines import SOON
from csp.topics.action_plan.store.records import Listing

_TIPS: Mapping[str, str] = {
    selection.OVERDUE: "Unfinished, and the due date is past",
    selection.DUE_SOON: "Unfinished, and its due date, a milestone or a review that was set is in 30 days",
    selection.NO_UPDATE: "Unfinished, and nothing is reported for the quarter",
    selection.CHANGED: "Something was reported on it or changed in it on that day or later",
    selection.OPEN: "Neither complete nor stopped",
}


def build_count_strip(
    listing: Listing, counts: Mapping[str, int], only: str, last_meeting: date | None
) -> CountStrip:
    """How many actions meet each condition, for widgets.count_strip(). only: the one that is chosen.

    last_meeting: None where none is on record, so that nothing can be said to have changed since.
    """
    notes = {
        selection.DUE_SOON: f"until {write_day(listing.today + SOON)}",
        selection.NO_UPDATE: listing.quarter.label,
        selection.CHANGED: f"on {write_day(last_meeting)}" if last_meeting else "none is on record",
    }
    shown = [each for each in selection.CONDITIONS if each != selection.OPEN or only == each]
    return CountStrip(
        caption="What needs attention; a click filters the board",
        entries=[
            CountEntry(
                id=each,
                label=each,
                figure="" if each == selection.CHANGED and not last_meeting else wording.count(counts[each]),
                note=notes.get(each, ""),
                tip=_write_tip(each, last_meeting),
                tone=_pick_tone(each, counts[each]),
                selected=each == only,
            )
            for each in shown
        ],
    )


def _write_tip(condition: str, last_meeting: date | None) -> str:
    if condition == selection.CHANGED and not last_meeting:
        return "No meeting is on record: record one on the page Meeting and close it, and its day counts here"
    return f"{_TIPS[condition]}. Click to show these alone, and again to let go"


def _pick_tone(condition: str, count: int) -> Tone:
    if condition == selection.OVERDUE and count:
        return "red"
    return "" if count else "quiet"
