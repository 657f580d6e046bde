"""The key figures of an area in boxes, as the pages about one crime type open with."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_verdict
from csp.shell.screen import metric


def draw_key_figures(
    row: MeasureRow, periods: tuple[str, str], unit: str, n_peers: int, volume_rank: int
) -> None:
    """Four figures in boxes: the level, the period before, the change, the place among the districts."""
    # Side by side, each as wide as it needs at least: columns would take four messages more.
    boxes = st.container(horizontal=True)
    level = "hidden" if row.change.suppressed_now else wording.count(row.change.now)
    metric(boxes, periods[0], level, f"{wording.rate(row.rate_now)} {unit}")
    _draw_change(boxes, row.change, periods[1], f"{wording.rate(row.rate_before)} {unit}")
    _draw_place(boxes, row, n_peers, volume_rank)


def _draw_change(boxes: DeltaGenerator, change: Change, period_before: str, rate_before: str) -> None:
    if change.before is None:
        why = "hidden" if change.suppressed_before else "not loaded"
        metric(boxes, period_before, wording.MISSING, why)
        metric(boxes, "Change", wording.MISSING, "nothing to compare with")
    else:
        metric(boxes, period_before, wording.count(change.before), rate_before)
        verdict = describe_verdict(change).capitalize()
        metric(boxes, "Change", wording.change(change.now, change.before), verdict)


def _draw_place(boxes: DeltaGenerator, row: MeasureRow, n_peers: int, volume_rank: int) -> None:
    if row.rank_now is None:
        metric(boxes, "County rank", wording.MISSING, "not ranked")
        return
    best, worst = (wording.ordinal(rank or 0) for rank in (row.rank_best, row.rank_worst))
    certainty = "clear of the others" if best == worst else f"could be {best} to {worst} (1st = lowest)"
    by_rate = wording.rank(row.rank_now, of=n_peers, tied=row.tied_now)
    by_volume = f"{wording.rank(volume_rank, n_peers)} by count"
    metric(boxes, f"County rank, {certainty}", by_rate, by_volume)
