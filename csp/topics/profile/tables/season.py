"""The months of every year, a calendar month a row."""

from __future__ import annotations

from csp.core import wording
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.shell import maps, theme
from csp.topics.profile.rules import Season

SHADES = 5
INCOMPLETE = "*"


def build_season_table(season: Season, measure: Measure, mode: theme.Mode) -> Table:
    """Months down, years across, shaded by count, with each year's total and how the month usually is.

    An incomplete month has a * and no shade; a month that is not loaded is a dash.
    """
    columns = [
        Column("Month", numeric=False, sortable=False),
        *(Column(str(year), sortable=False) for year in season.years),
    ]
    if season.usual is not None:
        columns.append(
            Column(
                "Usual",
                sortable=False,
                help="Against an average month, over complete months without exceptional ones.",
            )
        )
    fills = _choose_fills(season, mode)
    ink = theme.palette(mode).text
    rows = [
        Row(
            f"{i + 1:02d}",
            (Cell(name, name), *_build_month_cells(season, i, fills[i], ink), *_build_usual_cell(season, i)),
        )
        for i, name in enumerate(wording.MONTH_NAMES)
    ]
    blank = (Cell(""),) if season.usual is not None else ()
    totals = (_build_total_cell(season, year) for year in season.years)
    return Table(
        caption=f"{measure.long_label} by month and year",
        columns=tuple(columns),
        rows=(*rows, Row("total", (Cell("Year", "Year"), *totals, *blank))),
    )


def _choose_fills(season: Season, mode: theme.Mode) -> list[list[str]]:
    """A shade per counted month: five equal steps from the lowest to the highest count."""
    # The palest three shades of the blue: figures stay readable in the colour of the text.
    shades = maps.mix_ramp(theme.palette(mode).amounts[:3], SHADES)
    months = [
        [(int(n), presence == "counted") for n, presence in zip(*row, strict=True)]
        for row in zip(season.counts, season.presence, strict=True)
    ]
    counted = [n for row in months for n, is_counted in row if is_counted]
    low, high = min(counted, default=0), max(counted, default=0)
    step = max(high - low, 1) / SHADES
    return [
        [shades[min(int((n - low) / step), SHADES - 1)] if is_counted else "" for n, is_counted in row]
        for row in months
    ]


def _build_month_cells(season: Season, i: int, fills: list[str], ink: str) -> list[Cell]:
    """The cells of calendar month i (0 is January), one for each year."""
    cells = []
    for j, year in enumerate(season.years):
        n, presence = int(season.counts[i, j]), season.presence[i][j]
        name = f"{wording.MONTH_NAMES[i][:3]} {year}"
        if presence == "missing":
            cells.append(Cell(wording.MISSING, None, "quiet", tip=f"{name}: not loaded"))
        elif presence == "incomplete":
            tip = f"{name}: incomplete at source"
            cells.append(Cell(f"{wording.count(n)}{INCOMPLETE}", n, "quiet", tip=tip))
        else:
            tip = _describe_change_on_year(season, i, j)
            cells.append(Cell(wording.count(n), n, tip=tip, fill=fills[j], ink=ink))
    return cells


def _describe_change_on_year(season: Season, i: int, j: int) -> str:
    """The change on the same month of the year before; "" where that is not a complete one."""
    if not j or season.presence[i][j - 1] != "counted":
        return ""
    now, before = int(season.counts[i, j]), int(season.counts[i, j - 1])
    return f"{wording.change(now, before)} on {wording.MONTH_NAMES[i][:3]} {season.years[j - 1]}"


def _build_usual_cell(season: Season, i: int) -> tuple[Cell, ...]:
    if season.usual is None:
        return ()
    deviation = 100 * (season.usual[i] - 1)
    return (Cell(wording.whole_pct(deviation, sign=True), round(deviation, 1)),)


def _build_total_cell(season: Season, year: int) -> Cell:
    j = season.years.index(year)
    total, presence = season.totals[j], [row[j] for row in season.presence]
    if all(month == "missing" for month in presence):
        return UNKNOWN
    if season.is_complete(year):
        return Cell(wording.count(total), total, "strong")
    loaded = sum(month != "missing" for month in presence)
    tip = f"{loaded} of 12 months loaded"
    if "incomplete" in presence:
        tip += ", some of them incomplete"
    return Cell(f"{wording.count(total)}{INCOMPLETE}", total, "quiet", tip=tip)
