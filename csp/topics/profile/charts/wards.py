"""The wards of a crime type by rate: as bars, and on the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from csp.core import wording
from csp.core.change_words import describe_change
from csp.core.geography import Outlines
from csp.shell import theme
from csp.shell.area_map import AreaMapLook, draw_area_map
from csp.shell.bars import COLUMN, BarRows, bar_template, fill_bars
from csp.shell.chart import Chart, Words
from csp.topics.wards import charts as ward_charts
from csp.topics.wards.charts import Legend
from csp.topics.wards.rules import Figures

LABEL_ROOM = 0.45
MAP_SIZE = (470, 340)
_HEADINGS = ("Recorded", "Rate", "95% limits", "Change")

_rates_template = bar_template("Bar chart: a rate for each ward", _HEADINGS, COLUMN)
# In public mode a sentence more stands on the page, which is to stay within two screens.
_adjusted_template = bar_template("Bar chart: a rate for each ward", _HEADINGS, COLUMN, step=22)


def ward_rates(
    rows: Sequence[Figures],
    level: tuple[float, str],
    selected: Sequence[str],
    unit: str,
    words: Words,
    mode: theme.Mode,
    is_adjusted: bool = False,
) -> Chart:
    """Wards by rate, highest first, with 95% limits and the borough's rate (level, its name) as a line.

    A ward is strong where its limits leave out the borough's rate; one without a population, and one
    with fewer than 5 recorded, has its count alone and comes last. A click sets the selection "bar"
    (field id: the ward's code). is_adjusted: whether the counts are adjusted (public mode).
    """
    ordered = sorted(rows, key=_order)
    rate, borough = level
    line = [{"rate": rate, "label": f"{borough} {wording.rate(rate)}"}] if math.isfinite(rate) else []
    data = BarRows(
        bars=[_bar(row, row.code in selected, unit) for row in ordered],
        marks=[_mark(row) for row in ordered],
        level=line,
        bold=[row.name for row in rows if row.code in selected],
    )
    template = _adjusted_template if is_adjusted else _rates_template
    return fill_bars(template, data, LABEL_ROOM, words, mode)


def _has_bar(row: Figures) -> bool:
    return math.isfinite(row.rate) and not row.is_few


def _order(row: Figures) -> tuple[bool, float]:
    return (False, -row.rate) if _has_bar(row) else (True, -row.change.now)


def _bar(row: Figures, is_selected: bool, unit: str) -> dict[str, Any]:
    return {
        "id": row.code,
        "name": row.name,
        "start": 0,
        "end": row.rate if _has_bar(row) else 0,
        "ink": "strong" if row.apart else "plain",
        "edge": "chosen" if is_selected else "",
        **{f"tip{i}": figure for i, figure in enumerate(_tips(row, unit))},
    }


def _mark(row: Figures) -> dict[str, Any]:
    count = wording.count(row.change.now)
    if not math.isfinite(row.rate):
        label = f"{count}, no population on file"
        return {"name": row.name, "low": None, "high": None, "at": 0, "label": label}
    if row.is_few:
        return {"name": row.name, "low": None, "high": None, "at": 0, "label": f"{count}, too few to compare"}
    label = f"{wording.rate(row.rate)} ({count})"
    return {"name": row.name, "low": row.low, "high": row.high, "at": row.high, "label": label}


def _tips(row: Figures, unit: str) -> tuple[str, str, str, str]:
    has_rate = math.isfinite(row.rate)
    return (
        wording.count(row.change.now),
        f"{wording.rate(row.rate)} {unit}" if has_rate else "no population on file",
        f"{wording.rate(row.low)} to {wording.rate(row.high)}" if has_rate else wording.MISSING,
        describe_change(row.change),
    )


def ward_map(
    outlines: Outlines,
    rows: tuple[Figures, ...],
    selected: tuple[str, ...],
    unit: str,
    periods: tuple[str, str],
    words: Words,
    mode: theme.Mode,
) -> tuple[Chart, Legend]:
    """The wards shaded by rate, and the legend. A click sets the selection "area" (field area_code)."""
    chart, legend = _draw_map(outlines, rows, selected, unit, periods, mode)
    return replace(chart, words=words), legend


# Kept, because finding room for the names takes longer than drawing any other chart of the page.
@lru_cache(maxsize=64)
def _draw_map(
    outlines: Outlines,
    rows: tuple[Figures, ...],
    selected: tuple[str, ...],
    unit: str,
    periods: tuple[str, str],
    mode: theme.Mode,
) -> tuple[Chart, Legend]:
    """The map without its words, and the legend."""
    shading = ward_charts.shaded(rows, "Rate", unit, periods, mode)
    # The headings of a tooltip are written by Altair, so they are the same for every period.
    tips = [_map_tip(row, unit) for row in rows]
    look = AreaMapLook(
        "Map of the wards",
        outlines,
        theme.ink(mode),
        theme.palette(mode).grid,
        size=MAP_SIZE,
        lines=COLUMN,
    )
    values = shading.values.drop(columns="label").assign(tooltip=tips)
    return draw_area_map(look, values, selected, Words("", "", ""), mode), shading.legend


def _map_tip(row: Figures, unit: str) -> str:
    lines = zip(_HEADINGS, _tips(row, unit), strict=True)
    return "\n".join([row.name, *(f"{heading}: {figure}" for heading, figure in lines)])
