"""Every crime type in every ward: the rate over the borough's, shaded where it stands apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from csp.core import wording
from csp.core.disclosure import is_too_few
from csp.core.measures import Measure
from csp.core.table import Cell, Column, Row, Table
from csp.shell import maps, theme
from csp.topics.wards.rules import Wards, compute_ratios, find_ratios_apart

RATIO_EDGES = (0.5, 0.8, 1.25, 2.0)
"""Edges between the shades: a half, four fifths, five quarters, double the borough's rate."""


def list_ratio_shades(mode: theme.Mode) -> list[str]:
    """The fills of the matrix, lowest class first."""
    return maps.mix_ramp(theme.palette(mode).change, len(RATIO_EDGES) + 1)


def build_ratio_legend(mode: theme.Mode) -> list[tuple[str, str]]:
    """The classes of the matrix in words, with their fills, lowest first."""
    edges = [f"{edge:g}" for edge in RATIO_EDGES]
    labels = [
        f"under {edges[0]}",
        *(f"{low} to {high}" for low, high in pairwise(edges)),
        f"over {edges[-1]} times",
    ]
    return list(zip(labels, list_ratio_shades(mode), strict=True))


def build_type_matrix(
    wards: Wards,
    measures: Sequence[Measure],
    unit: str,
    mode: theme.Mode,
    codes: Sequence[str],
    measure: str,
) -> Table:
    """Wards down, crime types across: the rate over the borough's, shaded where it stands apart.

    A cell is marked and shaded where the ward's 95% limits leave out the borough's rate, and
    5 or more are recorded.
    codes: of the wards that are chosen; measure: the code of the column that stands out.
    """
    labels = tuple((m.code, m.label) for m in measures)
    cells = _build_ratio_cells(wards, labels, unit, mode)
    columns = [Column(m.label, emphasis=m.code == measure, help=m.definition) for m in measures]
    return Table(
        caption="Every crime type in every ward, compared with the district",
        columns=(Column("Ward", numeric=False), *columns),
        rows=tuple(
            Row(code, (Cell(name, name), *ward_cells), selected=code in codes)
            for (code, name), ward_cells in zip(wards.names.items(), cells, strict=True)
        ),
        upright=True,
        across="Crime type",
        figure="Compared with the district",
        clickable="Click to choose this ward",
    )


# Kept, because they are some hundreds of cells with their tooltips, the same whichever wards are chosen.
@lru_cache(maxsize=32)
def _build_ratio_cells(
    wards: Wards, measures: tuple[tuple[str, str], ...], unit: str, mode: theme.Mode
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of the matrix, a row per ward. measures: (code, label) of each column."""
    codes = [code for code, _ in measures]
    ratio, low, high = compute_ratios(wards, codes)
    apart = find_ratios_apart(wards, codes)
    classes = np.digitize(ratio, RATIO_EDGES)
    colours = theme.palette(mode)
    paints = [
        (fill, maps.pick_readable(fill, colours.text, colours.background)) for fill in list_ratio_shades(mode)
    ]
    headings = [
        f"{label}; district {wording.rate(float(wards.rate[wards.row(code)]))} {unit}"
        for code, label in measures
    ]
    counts = wards.table.now[[wards.row(code) for code in codes]]
    return tuple(
        tuple(
            _build_ratio_cell(
                f"{name}: {heading}",
                int(counts[i, j]),
                (float(ratio[i, j]), float(low[i, j]), float(high[i, j])),
                paints[classes[i, j]] if apart[i, j] else None,
            )
            for i, heading in enumerate(headings)
        )
        for j, name in enumerate(wards.names.values())
    )


def _build_ratio_cell(
    heading: str, count: int, ratios: tuple[float, float, float], paint: tuple[str, str] | None
) -> Cell:
    """A ratio with its limits (ratios: itself, low, high).

    paint: the fill, and the ink that shows on it; None where the ratio does not stand apart.
    """
    ratio, low, high = ratios
    if is_too_few(count):
        tip = f"{heading}\n{count} recorded: too few to compare"
        return Cell(wording.MISSING, None, "quiet", tip=tip)
    if not math.isfinite(ratio):
        return Cell(wording.MISSING, None, "quiet", tip=f"{heading}\nno rate to compare")
    limits = f"{low:.2f} to {high:.2f}"
    tip = f"{heading}\n{count} recorded: {ratio:.2f} times the district's rate (95% limits {limits})"
    if paint is None:
        return Cell(wording.rate(ratio), ratio, "quiet", tip=tip)
    fill, ink = paint
    mark = wording.UP if ratio > 1 else wording.DOWN
    return Cell(f"{mark} {wording.rate(ratio)}", ratio, tip=tip, fill=fill, ink=ink)
