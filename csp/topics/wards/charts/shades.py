"""How each ward is shaded on every view of the map: its fill, its words and the legend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_change
from csp.core.disclosure import is_too_few
from csp.shell import maps, theme
from csp.topics.wards.rules import Figures

SHADES = ("Count", "Rate", "Change", "Clear change")

Legend = list[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Shaded:
    """The wards as a map takes them (area_code, fill, label, tooltip), and the legend, lowest class first.

    Two of them are equal only if they are the same object. A cache can take it as a key that way,
    which by its values it could not: a table has no hash.
    """

    values: pd.DataFrame
    legend: Legend
    diverging: bool


@lru_cache(maxsize=64)
def shaded(
    rows: tuple[Figures, ...], shade: str, unit: str, periods: tuple[str, str], mode: theme.Mode
) -> Shaded:
    """Every ward's fill, words and tooltip when shaded by one of SHADES."""
    colours = theme.palette(mode)
    if shade == "Clear change":
        fills, legend = _signal_fills(rows, mode)
    else:
        figures = [_figure(row, shade) for row in rows]
        change = shade == "Change"
        breaks = maps.cut_classes([f for f in figures if f is not None], "change" if change else "amount")
        shades = maps.mix_ramp(colours.change if change else colours.amounts, len(breaks) - 1)
        classes = [maps.find_class(figure, breaks) for figure in figures]
        fills = [colours.grid if c is None else shades[c] for c in classes]
        legend = maps.build_legend(breaks, shades, "%" if change else "")
    if colours.grid in fills:
        legend = [*legend, (_missing_words(rows, shade), colours.grid)]
    ranked = sum(row.rank > 0 for row in rows)
    values = pd.DataFrame(
        {
            "area_code": [row.code for row in rows],
            "fill": fills,
            "label": [_label(row, shade) for row in rows],
            "tooltip": [tooltip(row, unit, periods, ranked) for row in rows],
        }
    )
    return Shaded(values, legend, shade in ("Change", "Clear change"))


def _is_few(row: Figures, shade: str) -> bool:
    """Whether a ward has too few to be shaded: a change needs 5 in either period."""
    if shade in ("Count", "Rate"):
        return row.is_few
    return row.is_few and is_too_few(row.change.before or 0)


def _figure(row: Figures, shade: str) -> float | None:
    if _is_few(row, shade):
        return None
    return {"Count": row.change.now, "Rate": row.smoothed, "Change": row.change.pct}[shade]


def _signal_fills(rows: Sequence[Figures], mode: theme.Mode) -> tuple[list[str], Legend]:
    colours = theme.palette(mode)
    _, fall, _, chance, _, rise, _ = colours.change
    fills = []
    for row in rows:
        if row.change.p is None or _is_few(row, "Clear change"):
            fills.append(colours.grid)
        elif not row.change.is_real:
            fills.append(chance)
        else:
            fills.append(rise if (row.change.difference or 0) > 0 else fall)
    return fills, [("▼ clear fall", fall), ("○ no clear change", chance), ("▲ clear rise", rise)]


def _missing_words(rows: Sequence[Figures], shade: str) -> str:
    """Why areas are grey: too few recorded, and whatever else is the reason for others."""
    few = any(_is_few(row, shade) for row in rows)
    others = not all(_is_few(row, shade) or _figure_or_verdict(row, shade) for row in rows)
    why = {
        "Rate": "no population",
        "Change": "no % (from 0, or nothing to compare with)",
    }.get(shade, "nothing to compare with")
    return wording.list_words([*(["fewer than 5 recorded"] if few else []), *([why] if others else [])])


def _figure_or_verdict(row: Figures, shade: str) -> bool:
    """Whether a ward has what it is shaded by."""
    if shade == "Clear change":
        return row.change.p is not None
    figure = _figure(row, shade)
    return figure is not None and math.isfinite(figure)


def _label(row: Figures, shade: str) -> str:
    """The figure under the name of a ward: short, and with a shape where it is a verdict."""
    change = row.change
    if shade == "Count":
        return wording.count(change.now)
    if _is_few(row, shade):
        return "too few"
    if shade == "Rate":
        return wording.rate(row.smoothed)
    return wording.MISSING if change.before is None else _label_change(change, shade)


def _label_change(change: Change, shade: str) -> str:
    if shade == "Change":
        return wording.share(change.now, change.before or 0) if change.difference else "no change"
    return wording.difference(change.difference or 0) if change.is_real else "○"


def tooltip(row: Figures, unit: str, periods: tuple[str, str], of: int) -> str:
    """All the figures of a ward, a line each: "heading: figure"."""
    change = row.change
    small = f", small base of {change.before}" if change.small_base else ""
    lines = [
        row.name,
        f"{periods[0]}: {wording.count(change.now)}",
        f"Change: {describe_change(change)}{small}",
    ]
    if math.isfinite(row.rate):
        smoothed = f" (smoothed {wording.rate(row.smoothed)})" if math.isfinite(row.smoothed) else ""
        lines.append(f"Rate: {wording.rate(row.rate)} {unit}{smoothed}")
        if row.is_few:
            lines.append("Compared with the district: too few")
        elif math.isfinite(row.ratio):
            lines.append(f"Compared with the district: {wording.rate(row.ratio)} times")
        if row.rank and not row.is_few:
            lines.append(f"Rank: {wording.rank(row.rank, of, row.tied)}")
    else:
        lines.append("Rate: no population on file")
    return "\n".join(lines)
