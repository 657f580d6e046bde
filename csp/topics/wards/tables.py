"""The tables of the ward map. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

from csp.core import disclosure, wording
from csp.core.change import Change
from csp.core.change_cells import build_change_cells, shorten_verdict, tone_of
from csp.core.measures import Measure
from csp.core.table import HIDDEN, UNKNOWN, Cell, Column, Row, Table
from csp.shell import maps, theme
from csp.topics.wards.rules import Figures, Wards, ratios

TOP = 10
NO_POPULATION = "No population on file for this ward. Import it with python -m csp import population."
# Edges between the shades of the matrix: a half, four fifths, five quarters, double the borough's rate.
RATIO_EDGES = (0.5, 0.8, 1.25, 2.0)


def ward_table(
    rows: Sequence[Figures],
    measure: Measure,
    unit: str,
    periods: tuple[str, str],
    chosen: Sequence[str],
) -> Table:
    """Everything the map shows, a ward a row: level, rate, change and its signal, rank. Clicking selects."""
    now, before = periods
    columns = (
        Column("Ward", numeric=False),
        Column(now, emphasis=True, help="Recorded in the period chosen."),
        Column(before, help="Recorded in the period compared with."),
        Column("Change"),
        Column("% change"),
        Column(
            "Signal or noise",
            numeric=False,
            help="Real change: larger than chance alone would bring about (conditional binomial mid-p test, "
            "5 %, adjusted for the number of wards).",
        ),
        Column(f"Rate {unit}"),
        Column("Times borough", help="The rate over the borough's. * its 95 % limits leave out 1."),
        Column("Rank", help=f"By rate among the {len(rows)} wards; 1st is the lowest."),
    )
    return Table(
        caption=f"{measure.long_label} by ward, {now} against {before}",
        columns=columns,
        rows=tuple(
            Row(row.code, _ward_cells(row, measure, len(rows)), selected=row.code in chosen) for row in rows
        ),
        clickable="Click to choose this ward",
    )


def _ward_cells(row: Figures, measure: Measure, of: int) -> tuple[Cell, ...]:
    return (
        Cell(row.name, row.name),
        *build_change_cells(row.change, measure.polarity),
        rate_cell(row),
        ratio_cell(row),
        rank_cell(row, of),
    )


def rate_cell(row: Figures) -> Cell:
    if row.change.suppressed_now:
        return HIDDEN
    if not math.isfinite(row.rate):
        return Cell(wording.MISSING, None, "quiet", tip=NO_POPULATION)
    return Cell(wording.rate(row.rate), row.rate, tip=f"95 % limits {_limits(row)}")


def _limits(row: Figures) -> str:
    return f"{wording.rate(row.low)} to {wording.rate(row.high)}"


def ratio_cell(row: Figures) -> Cell:
    if not math.isfinite(row.ratio):
        return UNKNOWN
    limits = f"{wording.rate(row.ratio_low)} to {wording.rate(row.ratio_high)}"
    text = f"{wording.rate(row.ratio)}{'*' if row.apart else ''}"
    return Cell(text, row.ratio, tip=f"95 % limits {limits} times the borough's rate")


def rank_cell(row: Figures, of: int) -> Cell:
    if not row.rank:
        return UNKNOWN
    sure = wording.rank_with_range(row.rank, row.rank_best, row.rank_worst)
    tip = f"{sure} of {of} when chance is allowed for."
    return Cell(wording.rank(row.rank, tied=row.tied), row.rank, tip=tip)


def profile(
    row: Figures, borough: Figures, measure: Measure, unit: str, periods: tuple[str, str], of: int
) -> Table:
    """The chosen ward or patch beside the borough, a figure a line; the borough alone where it is chosen."""
    sides = (row,) if row.code == borough.code else (row, borough)
    own, whole = row.change, borough.change
    share = 100 * own.now / whole.now if whole.now and not own.suppressed_now else float("nan")
    cells = [build_change_cells(f.change, measure.polarity) for f in sides]
    place = rank_cell(row, of) if row.rank else Cell(wording.MISSING, None, "quiet", tip=_no_rank(row))
    lines: list[tuple[str, list[Cell]]] = [
        (periods[0], [cell.now for cell in cells]),
        ("Rate per 1,000", [rate_cell(f) for f in sides]),
        ("Change", [change_cell(f.change, measure.polarity) for f in sides]),
        ("% change", [cell.percent for cell in cells]),
        (
            "Signal or noise",
            [shorten_verdict(cell.verdict, f.change) for cell, f in zip(cells, sides, strict=True)],
        ),
    ]
    if len(sides) > 1:
        lines += [
            ("Times borough", [ratio_cell(row), UNKNOWN]),
            (f"Rank of {of} wards", [place, UNKNOWN]),
            ("Share of borough", [Cell(wording.pct(share), share), UNKNOWN]),
        ]
    return Table(
        caption=f"{measure.long_label} in {' and '.join(f.name for f in sides)}",
        columns=(
            Column(measure.label, numeric=False, sortable=False),
            Column(row.name, emphasis=True, sortable=False),
            *(Column("Borough", help=f.name, sortable=False) for f in sides[1:]),
        ),
        rows=tuple(
            Row(label, (Cell(label, label, tip=unit if label.startswith("Rate") else ""), *cells))
            for label, cells in lines
        ),
    )


def _no_rank(row: Figures) -> str:
    if row.change.suppressed_now:
        return disclosure.WHY
    return (
        NO_POPULATION
        if not math.isfinite(row.rate)
        else "Ranks compare single wards, not patches of several."
    )


def change_cell(change: Change, polarity: str) -> Cell:
    """The difference with its direction as a shape, and the earlier count on hover."""
    if change.before is None or change.difference is None:
        return UNKNOWN
    tip = f"{wording.count(change.before)} in the period compared with."
    return Cell(wording.difference(change.difference), change.difference, tone_of(change, polarity), tip=tip)


def locations(points: pd.DataFrame, names: Mapping[str, str], several: bool, total: int) -> Table:
    """The most frequent map points. points: queries.points() of the chosen wards, most first.

    several: the wards are more than one, so each line says its ward. total: the count of
    the chosen wards, of which each share is taken.
    """
    shown = points.head(TOP)
    columns = [Column("On or near", numeric=False)]
    if several:
        columns.append(Column("Ward", numeric=False))
    columns += [
        Column("Recorded", emphasis=True),
        Column("Share", help="Of all in the place chosen."),
    ]
    rows = []
    for i, (location, ward, n) in enumerate(
        zip(shown["location"], shown["ward_code"], shown["n"], strict=True)
    ):
        place = location.removeprefix("On or near ") or "No name"
        own = [Cell(names.get(ward, "No known ward"))] if several else []
        share = 100 * n / total if total else float("nan")
        figures = Cell(wording.count(n), int(n)), Cell(wording.pct(share), share)
        rows.append(Row(str(i), (Cell(place, place), *own, *figures)))
    return Table(
        caption="Most frequent locations (map points the police snap incidents to)",
        columns=tuple(columns),
        rows=tuple(rows),
    )


def ratio_shades(mode: theme.Mode) -> list[str]:
    """The fills of the matrix, lowest class first."""
    return maps.mix_ramp(theme.palette(mode).change, len(RATIO_EDGES) + 1)


def ratio_legend(mode: theme.Mode) -> list[tuple[str, str]]:
    words = [f"{edge:g}" for edge in RATIO_EDGES]
    labels = [f"under {words[0]}", *(f"{a} to {b}" for a, b in pairwise(words))]
    return list(zip([*labels, f"over {words[-1]} times"], ratio_shades(mode), strict=True))


def ward_by_type(
    wards: Wards,
    measures: Sequence[Measure],
    unit: str,
    mode: theme.Mode,
    chosen: Sequence[str],
    measure: str,
) -> Table:
    """Wards down, crime types across: the rate over the borough's, shaded where chance is not enough.

    A cell is marked and shaded where the ward's 95 % limits leave out the borough's rate.
    measure is the code of the column that stands out.
    """
    labels = tuple((m.code, m.label) for m in measures)
    cells = _ratio_cells(wards, labels, unit, mode)
    columns = [Column(m.label, emphasis=m.code == measure, help=m.definition) for m in measures]
    return Table(
        caption="Every crime type in every ward: rate over the borough's",
        columns=(Column("Ward", numeric=False), *columns),
        rows=tuple(
            Row(code, (Cell(name, name), *row), selected=code in chosen)
            for (code, name), row in zip(wards.names.items(), cells, strict=True)
        ),
        upright=True,
        clickable="Click to choose this ward",
    )


# Some hundreds of cells with their tooltips, the same whichever wards are chosen.
@lru_cache(maxsize=32)
def _ratio_cells(
    wards: Wards, measures: tuple[tuple[str, str], ...], unit: str, mode: theme.Mode
) -> tuple[tuple[Cell, ...], ...]:
    """The cells of the matrix, a row per ward. measures: (code, label) of each column."""
    codes = [code for code, _ in measures]
    matrices = ratios(wards, codes)
    classes = np.digitize(matrices[0], RATIO_EDGES)
    fills, colours = ratio_shades(mode), theme.palette(mode)
    looks = [(fill, maps.pick_readable(fill, colours.text, colours.background)) for fill in fills]
    heads = [
        f"{label}; borough {wording.rate(float(wards.rate[wards.row(code)]))} {unit}"
        for code, label in measures
    ]
    counts = wards.table.now[[wards.row(code) for code in codes]]
    return tuple(
        tuple(
            _ratio_cell(
                f"{name}: {head}",
                int(counts[i, j]),
                (float(matrices[0][i, j]), float(matrices[1][i, j]), float(matrices[2][i, j])),
                looks[classes[i, j]],
            )
            for i, head in enumerate(heads)
        )
        for j, name in enumerate(wards.names.values())
    )


def _ratio_cell(head: str, count: int, ratios: tuple[float, float, float], look: tuple[str, str]) -> Cell:
    ratio, low, high = ratios
    if not math.isfinite(ratio):
        return Cell(wording.MISSING, None, "quiet", tip=f"{head}\nno rate to compare")
    limits = f"{low:.2f} to {high:.2f}"
    tip = f"{head}\n{count} recorded: {ratio:.2f} times the borough's rate (95 % limits {limits})"
    if low <= 1 <= high:
        return Cell(wording.rate(ratio), ratio, "quiet", tip=tip)
    return Cell(f"{wording.rate(ratio)}*", ratio, tip=tip, fill=look[0], ink=look[1])
