"""Districts by a rate, and the parts of the casualties, as bars."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from csp.core import wording
from csp.core.change_words import describe_change
from csp.shell import theme
from csp.shell.bars import BarRows, bar_template, fill_bars
from csp.shell.chart import Chart, Lines, Words
from csp.topics.road_safety.findings.casualties import write_standing
from csp.topics.road_safety.rules.breakdowns import NOT_RECORDED, Part
from csp.topics.road_safety.rules.severity import ALL, PlaceFigures

COLUMN = Lines(58, 66, 66, in_meeting=0.9)
"""A chart in one of two columns."""
LABEL_ROOM = 0.45

_districts_template = bar_template(
    "Bar chart: a rate for each district", ("Number", "Rate", "Rank", "Change"), COLUMN, clickable=False
)
_parts_template = bar_template(
    "Bar chart: casualties for each part", ("Casualties", "Share", "Change"), COLUMN, clickable=False
)
_places_template = bar_template(
    "Bar chart: casualties for each place", ("Casualties", "Share", "Change"), COLUMN, clickable=False
)


def draw_districts(
    places: Sequence[PlaceFigures], line: str, home: str, words: Words, mode: theme.Mode
) -> Chart:
    """Districts by the rate of all casualties, or of the killed or seriously injured, highest first.

    Home is strong and bold, the year before a tick. One without a population has no bar and comes last.
    """
    ordered = sorted(places, key=lambda place: _order(place, line))
    bars, marks = [], []
    for place in ordered:
        rate, before = _find_rates(place, line)
        change = place.changes[line]
        count = wording.count(change.now)
        shown = math.isfinite(rate)
        earlier = before if math.isfinite(before) and change.before is not None else None
        standing = place.standing if line == ALL else place.serious_standing
        bars.append(
            {
                "id": place.code,
                "name": place.name,
                "start": 0,
                "end": rate if shown else 0,
                "ink": "strong" if place.code == home else "plain",
                "edge": "",
                "tip0": count,
                "tip1": wording.rate(rate) if shown else wording.MISSING,
                "tip2": write_standing(standing) if standing and shown else "not ranked",
                "tip3": describe_change(change),
            }
        )
        label = f"{wording.rate(rate)} ({count})" if shown else f"{count}, no rate"
        at = max(rate if shown else 0.0, earlier or 0.0)
        marks.append({"name": place.name, "before": earlier, "at": at, "label": label})
    bold = [place.name for place in places if place.code == home]
    return fill_bars(_districts_template, BarRows(bars, marks, [], bold), LABEL_ROOM, words, mode)


def _find_rates(place: PlaceFigures, line: str) -> tuple[float, float]:
    if line == ALL:
        return place.rate, place.rate_before
    return place.serious_rate, place.serious_rate_before


def _order(place: PlaceFigures, line: str) -> tuple[bool, float]:
    rate = _find_rates(place, line)[0]
    if not math.isfinite(rate):
        return True, 0.0
    return False, -rate


def draw_parts(parts: Sequence[Part], words: Words, mode: theme.Mode) -> Chart:
    """Parts by their number in their own order, the year before as a tick."""
    rows = [_build_row(part, is_place=False) for part in parts]
    data = BarRows([bar for bar, _ in rows], [mark for _, mark in rows], [])
    return fill_bars(_parts_template, data, LABEL_ROOM, words, mode)


def draw_places(parts: Sequence[Part], words: Words, mode: theme.Mode) -> Chart:
    """Wards or villages, most first; one with fewer than 5 has no bar."""
    ordered = sorted(parts, key=lambda part: (part.few, -part.change.now))
    rows = [_build_row(part, is_place=True) for part in ordered]
    data = BarRows([bar for bar, _ in rows], [mark for _, mark in rows], [])
    return fill_bars(_places_template, data, LABEL_ROOM, words, mode)


def _build_row(part: Part, is_place: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """The bar of a part, and what is written at its end."""
    change = part.change
    count = wording.count(change.now)
    shown = not (is_place and part.few)
    share = wording.pct(100 * part.share) if shown and math.isfinite(part.share) else wording.MISSING
    earlier = change.before if shown else None
    end = change.now if shown else 0
    bar = {
        "id": part.code,
        "name": part.label,
        "start": 0,
        "end": end,
        "ink": "plain" if part.code == NOT_RECORDED else "strong",
        "edge": "",
        "tip0": count,
        "tip1": share,
        "tip2": "too few to compare" if part.few else describe_change(change),
    }
    label = count
    if is_place and part.few:
        label = f"{count}, too few to compare"
    elif shown and not is_place and math.isfinite(part.share):
        label = f"{count} ({wording.whole_pct(100 * part.share)})"
    return bar, {"name": part.label, "before": earlier, "at": max(end, earlier or 0), "label": label}
