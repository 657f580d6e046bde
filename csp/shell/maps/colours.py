"""Colours of a map: inks, classes of round numbers, ramps, and what can be read on what. Pure.

Colours are parameters: csp/shell/theme.py knows what they mean.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Hex = str
# Widths a class may have, times a power of ten. With these four there are always 4 to 6
# classes; without 2.5 there would be 3 for some ranges.
CLASS_WIDTHS = (1.0, 2.0, 2.5, 5.0)
# Edges of classes of growing width, times a power of ten.
GROWING_EDGES = (1.0, 2.0, 5.0)
FEWEST_CLASSES, MOST_CLASSES = 4, 6
MINUS = "\u2212"


@dataclass(frozen=True)
class Ink:
    """The colours of lines and words on a map, as "#rrggbb".

    line: borders; selected: the border of what is selected; text: words; halo: the edge
    around words, the colour of the page; tip_text and tip: words and ground of the tooltip.
    """

    line: Hex
    selected: Hex
    text: Hex
    halo: Hex
    tip_text: Hex
    tip: Hex


def rgba(colour: Hex | Sequence[int], alpha: int = 255) -> list[int]:
    """[red, green, blue, alpha] from 0 to 255 of "#rrggbb", "#rrggbbaa" or a list of 3 or 4 numbers."""
    if not isinstance(colour, str):
        return [int(c) for c in colour] if len(colour) == 4 else [*(int(c) for c in colour), alpha]
    digits = colour.lstrip("#")
    parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
    return parts if len(parts) == 4 else [*parts, alpha]


def _luminance(colour: Hex | Sequence[int]) -> float:
    """Relative luminance of WCAG 2, 0 (black) to 1 (white)."""
    shares = [c / 255 for c in rgba(colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Hex | Sequence[int], other: Hex | Sequence[int]) -> float:
    """Contrast of two opaque colours by WCAG 2: 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pick_readable(fill: Hex | Sequence[int], *inks: Hex) -> Hex:
    """The ink that is easiest to read on a fill."""
    return max(inks, key=lambda ink: contrast(fill, ink))


def cut_classes(values: Collection[float], kind: Literal["amount", "change"] = "amount") -> list[float]:
    """Round edges of a few classes that cover the values: [e0, e1, ..., ek] for k classes.

    amount: 4 to 6 equal steps of 1, 2, 2.5 or 5 times a power of ten, whole numbers for
    counts; where most areas would share one class, the edges grow as 1, 2, 5, 10 instead. change: 5
    classes, symmetric, the middle one around 0, so that "about the same" is neither
    colour. Missing values are left out; without any the classes span 0 to 4, or -5 to 5.
    """
    figures = np.array([v for v in values if v is not None and math.isfinite(v)], dtype=float)
    return _change_edges(figures) if kind == "change" else _amount_edges(figures)


def _amount_edges(figures: np.ndarray) -> list[float]:
    if not len(figures) or figures.max() == figures.min() == 0:
        return [0.0, 1.0, 2.0, 3.0, 4.0]
    low, high = float(figures.min()), float(figures.max())
    # Amounts start at 0 unless all of them are far from it: shades are read from 0.
    start = low if low < 0 or high / 2 < low < high else 0.0
    whole = bool((figures == np.round(figures)).all())
    step = next(
        s for s in _round_numbers(CLASS_WIDTHS, whole) if _count_classes(start, high, s) <= MOST_CLASSES
    )
    first = math.floor(start / step + 1e-9)
    edges = [
        _drop_dust((first + i) * step)
        for i in range(max(_count_classes(start, high, step), FEWEST_CLASSES) + 1)
    ]
    filled = np.bincount(np.clip(np.searchsorted(edges, figures, side="right") - 1, 0, len(edges) - 2))
    if low > 0 and filled.max() > 0.6 * len(figures) and high / low > 10:
        return _growing_edges(high, whole)
    return edges


def _round_numbers(multiples: Sequence[float] = GROWING_EDGES, whole: bool = False) -> list[float]:
    """Round numbers, rising; whole leaves out 2.5 and all below 1 (nobody counts 2.5 crimes)."""
    numbers = [_drop_dust(m * 10.0**power) for power in range(-6, 10) for m in multiples]
    return [n for n in numbers if not whole or n == int(n)]


def _count_classes(low: float, high: float, step: float) -> int:
    """How many classes of a width cover low to high, when the first edge is a multiple of it."""
    return max(math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9), 1)


def _growing_edges(high: float, whole: bool) -> list[float]:
    """0, then the 1-2-5 numbers that end at the one above the greatest value, at most 6 classes."""
    rungs = _round_numbers(GROWING_EDGES, whole)
    top = next(i for i, rung in enumerate(rungs) if rung >= high)
    return [0.0, *rungs[max(top - MOST_CLASSES + 1, 0) : top + 1]]


def _change_edges(changes: np.ndarray) -> list[float]:
    size = np.abs(changes)
    if not len(size) or size.max() == 0:
        return [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0]
    # The nine tenths set the width: one ward that went from 2 to 12 must not turn the rest white.
    usual = float(np.quantile(size, 0.9)) or float(size.max())
    step = next(s for s in _round_numbers() if 5 * s >= usual)
    outer = next(
        s for s in sorted({*_round_numbers(), 5 * step}) if s >= max(5 * step, float(size.max())) - 1e-9
    )
    return [_drop_dust(v) for v in (-outer, -3 * step, -step, step, 3 * step, outer)]


def _drop_dust(value: float) -> float:
    """Without the dust of binary fractions: 0.30000000000000004 -> 0.3."""
    return round(value, 9) + 0.0


def find_class(value: float | None, breaks: Sequence[float]) -> int | None:
    """The class a value falls in, 0 the lowest; None for a missing value.

    A class holds its lower edge and not its upper one, except the last, which holds both.
    A change that lies on an edge counts as the class nearer to 0, so both signs are alike.
    Values beyond the ends count to the end classes.
    """
    if value is None or not math.isfinite(value):
        return None
    symmetric = breaks[0] == -breaks[-1]
    side: Literal["left", "right"] = "left" if symmetric and value > 0 else "right"
    return int(np.clip(np.searchsorted(breaks, value, side=side) - 1, 0, len(breaks) - 2))


def build_legend(breaks: Sequence[float], colours: Sequence[Hex], unit: str = "") -> list[tuple[str, Hex]]:
    """(label, colour) per class, lowest first: ("20 to 40 per 1,000", "#..."). Minus signs, not hyphens."""
    if len(colours) != len(breaks) - 1:
        raise ValueError(f"{len(breaks) - 1} classes need as many colours, not {len(colours)}")
    words = [_number(edge) for edge in breaks]
    tail = unit if unit == "%" else f" {unit}" if unit else ""
    return [(f"{a} to {b}{tail}", c) for a, b, c in zip(words, words[1:], colours, strict=False)]


def mix_ramp(colours: Sequence[Hex], count: int) -> list[Hex]:
    """count colours from the first to the last of a scale, ends included, mixed where they fall between two.

    An odd count of an odd scale keeps its middle colour: the white of no change.
    """
    if count == 1:
        return [colours[len(colours) // 2]]
    stops = np.array([rgba(c)[:3] for c in colours], dtype=float)
    at = np.linspace(0, len(colours) - 1, count)
    mixed = np.column_stack([np.interp(at, np.arange(len(colours)), stops[:, i]) for i in range(3)])
    return ["#{:02X}{:02X}{:02X}".format(*row) for row in np.round(mixed).astype(int)]


def _number(value: float) -> str:
    text = f"{abs(value):,.6f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 else text
