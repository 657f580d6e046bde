"""The years of a ward in public mode as bars and as a table, since its months are not published. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import disclosure, wording
from csp.core.filters import Period
from csp.core.measures import Measure
from csp.core.table import Cell, Column, Row, Table
from csp.shell import theme
from csp.shell.bars import COLUMN, BarRows, bar_template, fill_bars
from csp.shell.chart import Chart, Words

LABEL_ROOM = 0.25

_template = bar_template("Bar chart: a count for each year", ("Recorded",), COLUMN, clickable=False)


def write_year_words(
    measure: Measure, place: str, periods: Sequence[Period], counts: Sequence[int]
) -> tuple[str, str]:
    """Title and subtitle: "976 in Jan to Dec 2020, 967 in Jan to Dec 2019"."""
    latest = list(zip(periods, counts, strict=True))[:-3:-1]
    title = ", ".join(f"{wording.count(n)} in {wording.period(p.start, p.end)}" for p, n in latest)
    return (
        title or f"{measure.long_label}: no year is published",
        f"{measure.long_label} in {place} by year, recorded. {disclosure.NO_MONTHS_BY_WARD}",
    )


def draw_year_bars(periods: Sequence[Period], counts: Sequence[int], words: Words, mode: theme.Mode) -> Chart:
    """A bar a year, the earliest first; the latest stands out."""
    bars, marks = [], []
    for i, (period, n) in enumerate(zip(periods, counts, strict=True)):
        name = wording.period(period.start, period.end)
        bars.append(
            {
                "id": name,
                "name": name,
                "start": 0,
                "end": n,
                "ink": "strong" if i == len(counts) - 1 else "plain",
                "edge": "",
                "tip0": wording.count(n),
            }
        )
        marks.append({"name": name, "at": n, "label": wording.count(n)})
    return fill_bars(_template, BarRows(bars, marks, []), LABEL_ROOM, words, mode)


def build_year_table(measure: Measure, place: str, periods: Sequence[Period], counts: Sequence[int]) -> Table:
    """The same as a table, the earliest year first."""
    names = [wording.period(period.start, period.end) for period in periods]
    return Table(
        caption=f"{measure.long_label} in {place} by year",
        columns=(Column("Year", numeric=False), Column("Recorded")),
        rows=tuple(
            Row(name, (Cell(name, name), Cell(wording.count(n), n)))
            for name, n in zip(names, counts, strict=True)
        ),
    )
