"""The outcomes of a crime type by share."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.shell import theme
from csp.shell.bars import PAGE, BarRows, bar_template, fill_bars
from csp.shell.chart import Chart, Words
from csp.topics.profile.rules import Outcome

LABEL_ROOM = 0.25

_template = bar_template(
    "Bar chart: a share for each outcome", ("This period", "Before"), PAGE, clickable=False
)


def outcome_shares(outcomes: Sequence[Outcome], comparable: bool, words: Words, mode: theme.Mode) -> Chart:
    """Outcomes by their share in %, with their number, and the share in the period before as a tick."""
    now, before = (sum(getattr(o, side) for o in outcomes) for side in ("now", "before"))
    bars, marks = [], []
    for outcome in outcomes:
        share = 100 * outcome.now / now if now else 0.0
        earlier = 100 * outcome.before / before if before and comparable else None
        earlier_words = f"{wording.count(outcome.before)} ({wording.pct(earlier or 0.0)})"
        bars.append(
            {
                "id": outcome.label,
                "name": outcome.label,
                "start": 0,
                "end": share,
                "ink": "strong",
                "edge": "",
                "tip0": f"{wording.count(outcome.now)} ({wording.pct(share)})",
                "tip1": wording.MISSING if earlier is None else earlier_words,
            }
        )
        label = f"{wording.pct(share)} ({wording.count(outcome.now)})"
        end = max(share, earlier or 0.0)
        marks.append({"name": outcome.label, "before": earlier, "at": end, "label": label})
    return fill_bars(_template, BarRows(bars, marks, []), LABEL_ROOM, words, mode)
