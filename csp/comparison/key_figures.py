"""Four figures at the top of a page: the level, the one before, the change, the place among districts."""

from __future__ import annotations

import streamlit as st

from csp.comparison.findings import MeasureRow
from csp.core import wording
from csp.shell.screen import metric


def draw(row: MeasureRow, periods: tuple[str, str], unit: str, n_peers: int, volume_rank: int) -> None:
    """Four figures in boxes.

    periods are the words for the period and its comparison; unit is that of the rates; n_peers the
    number of districts ranked, volume_rank the place among them by count (1 is least).
    """
    now, before = periods
    # Side by side, each as wide as it needs at least: columns would take four messages more.
    level = earlier = change = position = st.container(horizontal=True)
    shown_now = "hidden" if row.hidden_now else wording.count(row.now)
    metric(level, now, shown_now, f"{wording.rate(row.rate_now)} {unit}")
    if row.before is None:
        metric(earlier, before, wording.MISSING, "hidden" if row.hidden_before else "not loaded")
        metric(change, "Change", wording.MISSING, "nothing to compare with")
    else:
        metric(earlier, before, wording.count(row.before), f"{wording.rate(row.rate_before)} {unit}")
        verdict = wording.signal_words(row.signal).capitalize()
        metric(change, "Change", wording.change(row.now, row.before), verdict)
    if row.rank_now is None:
        metric(position, "Place among districts", wording.MISSING, "not ranked")
    else:
        best, worst = (wording.ordinal(rank or 0) for rank in (row.rank_best, row.rank_worst))
        sure = "clear of the others" if best == worst else f"could be {best} to {worst}"
        by_rate = wording.rank(row.rank_now, of=n_peers, tied=row.tied_now)
        by_volume = f"{wording.ordinal(volume_rank)} by volume (1st is least)"
        metric(position, f"Place by rate, {sure}", by_rate, by_volume)
