"""The parts of a crime type by count."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_words import describe_change
from csp.shell import theme
from csp.shell.bars import PAGE, BarRows, bar_template, fill_bars
from csp.shell.chart import Chart, Rows, Words

LABEL_ROOM = 0.25

_HEADINGS = ("Recorded", "Change", "Of these tagged")

_template = bar_template("Bar chart: a count for each part of a crime type", _HEADINGS, PAGE)


def part_counts(rows: Sequence[MeasureRow], words: Words, mode: theme.Mode) -> Chart:
    """Parts by count, the flagged share at the end of each bar, the period before as a tick.

    A click sets the selection "bar" (field id: the part's code).
    """
    bars, marks = [bar for row in rows for bar in _bars(row)], []
    for row in rows:
        marks.append(
            {
                "name": row.label,
                "before": row.change.before,
                "at": max(row.change.now, row.change.before or 0),
                "label": _label(row),
            }
        )
    return fill_bars(_template, BarRows(bars, marks, []), LABEL_ROOM, words, mode)


def _bars(row: MeasureRow) -> Rows:
    """The bar of a part: what is not flagged, then what is."""
    now = row.change.now
    plain = now - row.flagged_now
    tagged = f"{wording.count(row.flagged_now)} {row.flag_label}" if row.flag_label else wording.MISSING
    bar = {
        "id": row.code,
        "name": row.label,
        "start": 0,
        "end": plain,
        "ink": "strong",
        "edge": "",
        "tip0": wording.count(now),
        "tip1": describe_change(row.change),
        "tip2": tagged,
    }
    if not row.flagged_now:
        return [bar]
    return [bar, {**bar, "start": plain, "end": now, "ink": "tagged", "edge": "tagged"}]


def _label(row: MeasureRow) -> str:
    if not row.flagged_now:
        return wording.count(row.change.now)
    return f"{wording.count(row.change.now)}, {wording.count(row.flagged_now)} {row.flag_label}"
