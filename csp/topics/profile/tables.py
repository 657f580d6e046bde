"""The tables of the crime-type profile: seasons, parts, outcomes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.rows import MeasureRow
from csp.comparison.standings import Standings
from csp.comparison.tables import build_movement_cell
from csp.core import wording
from csp.core.change_cells import build_change_cells
from csp.core.measures import Measure
from csp.core.settings import Area
from csp.core.table import HIDDEN, UNKNOWN, Cell, Column, Row, Table, Tone
from csp.shell import maps, theme
from csp.topics.profile.rules import Outcome, Part, Season

SHADES = 5
INCOMPLETE = "*"


# ------------------------------------------------------------------ season


def season(found: Season, measure: Measure, mode: theme.Mode) -> Table:
    """Months down, years across, shaded by count, with each year's total and how the month usually is.

    An incomplete month has a * and no shade; a month that is not loaded is a dash.
    """
    columns = [
        Column("Month", numeric=False, sortable=False),
        *(Column(str(year), sortable=False) for year in found.years),
    ]
    if found.usual is not None:
        columns.append(
            Column(
                "Usual", sortable=False, help="Against an average month, over every complete month loaded."
            )
        )
    fills = _fills(found, mode)
    rows = [
        Row(f"{i + 1:02d}", (Cell(name, name), *_month_cells(found, i, fills, mode), *_usual_cell(found, i)))
        for i, name in enumerate(wording.MONTH_NAMES)
    ]
    blank = (Cell(""),) if found.usual is not None else ()
    totals = Row("total", (Cell("Year", "Year"), *(_total_cell(found, y) for y in found.years), *blank))
    return Table(
        caption=f"{measure.long_label} by month and year",
        columns=tuple(columns),
        rows=(*rows, totals),
    )


def _fills(found: Season, mode: theme.Mode) -> list[list[str]]:
    """A shade per counted month: five equal steps from the lowest to the highest count."""
    # The palest three shades of the blue: figures stay readable in the colour of the text.
    shades = maps.mix_ramp(theme.palette(mode).amounts[:3], SHADES)
    counted = [
        int(n)
        for row, is_ in zip(found.counts, found.presence, strict=True)
        for n, p in zip(row, is_, strict=True)
        if p == "counted"
    ]
    low, high = min(counted, default=0), max(counted, default=0)
    step = max(high - low, 1) / SHADES
    return [
        [
            shades[min(int((n - low) / step), SHADES - 1)] if p == "counted" else ""
            for n, p in zip(row, is_, strict=True)
        ]
        for row, is_ in zip(found.counts, found.presence, strict=True)
    ]


def _month_cells(found: Season, i: int, fills: list[list[str]], mode: theme.Mode) -> list[Cell]:
    ink = theme.palette(mode).text
    cells = []
    for j, year in enumerate(found.years):
        n, presence = int(found.counts[i, j]), found.presence[i][j]
        name = f"{wording.MONTH_NAMES[i][:3]} {year}"
        if presence == "missing":
            cells.append(Cell(wording.MISSING, None, "quiet", tip=f"{name}: not loaded"))
        elif presence == "hidden":
            cells.append(HIDDEN)
        elif presence == "incomplete":
            tip = f"{name}: incomplete in the police upload"
            cells.append(Cell(f"{wording.count(n)}{INCOMPLETE}", n, "quiet", tip=tip))
        else:
            cells.append(Cell(wording.count(n), n, tip=_against_last(found, i, j), fill=fills[i][j], ink=ink))
    return cells


def _against_last(found: Season, i: int, j: int) -> str:
    if not j or found.presence[i][j - 1] != "counted":
        return ""
    now, before = int(found.counts[i, j]), int(found.counts[i, j - 1])
    return f"{wording.change(now, before)} on {wording.MONTH_NAMES[i][:3]} {found.years[j - 1]}"


def _usual_cell(found: Season, i: int) -> tuple[Cell, ...]:
    if found.usual is None:
        return ()
    off = 100 * (found.usual[i] - 1)
    return (Cell(f"{wording.count(off, sign=True)} %", round(off, 1)),)


def _total_cell(found: Season, year: int) -> Cell:
    total = found.totals[found.years.index(year)]
    at = found.years.index(year)
    if all(row[at] == "missing" for row in found.presence):
        return UNKNOWN
    if found.full(year):
        return Cell(wording.count(total), total, "strong")
    loaded = sum(row[at] != "missing" for row in found.presence)
    tip = f"{loaded} of 12 months loaded"
    if any(row[at] == "incomplete" for row in found.presence):
        tip += ", some of them incomplete"
    return Cell(f"{wording.count(total)}{INCOMPLETE}", total, "quiet", tip=tip)


# ------------------------------------------------------------------ parts


def parts(
    rows: Sequence[MeasureRow], split: Sequence[Part], measure: Measure, periods: tuple[str, str]
) -> Table:
    """The parts of a type: counts in both periods, change, signal, and the part that carries a flag."""
    now, before = periods
    label = next((row.flag_label for row in rows if row.flag_label), None)
    columns = [
        Column("Part", numeric=False),
        Column(now, emphasis=True, help="Recorded in the period chosen."),
        Column("Share", help=f"Of {measure.noun} in the period chosen."),
        Column(before, help="Recorded in the period compared with."),
        Column("Change"),
        Column("% change"),
        Column(
            "Signal or noise",
            numeric=False,
            help="Real change: larger than chance alone would bring about (conditional binomial mid-p test, "
            "5 %, adjusted for the number of parts).",
        ),
    ]
    if label:
        columns += [
            Column(label, help="Tagged in the period chosen; before, on hover."),
            Column(
                "Change without",
                help=f"Reports that are {label} left out on both sides.",
            ),
        ]
    total = sum(row.change.now for row in rows)
    opens = {part.code: part.opens for part in split}
    return Table(
        caption=f"{measure.long_label}: its parts, {now} against {before}",
        columns=tuple(columns),
        rows=tuple(Row(row.code, _part_cells(row, total, label, opens[row.code])) for row in rows),
        clickable="Click to open this crime type" if any(opens.values()) else "",
    )


def _part_cells(row: MeasureRow, total: int, label: str | None, opens: str | None) -> tuple[Cell, ...]:
    cells = build_change_cells(row.change, row.polarity)
    share = 100 * row.change.now / total if total else float("nan")
    return (
        Cell(row.label, row.label, tip="" if opens else "Not a crime type of its own in this source."),
        cells.now,
        HIDDEN if row.change.suppressed_now else Cell(wording.pct(share), share),
        cells.before,
        cells.difference,
        cells.percent,
        cells.verdict,
        *(_tagged_cells(row) if label else ()),
    )


def _tagged_cells(row: MeasureRow) -> tuple[Cell, Cell]:
    if row.change.suppressed_now:
        return HIDDEN, UNKNOWN
    tagged = Cell(
        wording.count(row.flagged_now), row.flagged_now, tip=f"{wording.count(row.flagged_before)} before"
    )
    if row.change.before is None:
        return tagged, UNKNOWN
    now, before = row.change.now - row.flagged_now, row.change.before - row.flagged_before
    text = "no change" if now == before else wording.count(now - before, sign=True)
    small: Tone = "quiet" if row.change.small_base else ""
    return tagged, Cell(text, now - before, small, tip=wording.change(now, before))


# ------------------------------------------------------------------ outcomes


def outcomes(found: Sequence[Outcome], periods: tuple[str, str], measure: Measure, comparable: bool) -> Table:
    """Outcomes by number and share in both periods."""
    now, before = (sum(getattr(o, side) for o in found) for side in ("now", "before"))
    columns = (
        Column("Outcome", numeric=False),
        Column(periods[0], emphasis=True),
        Column("Share"),
        Column(periods[1]),
        Column("Share before"),
    )
    return Table(
        caption=f"{measure.long_label}: what became of them",
        columns=columns,
        rows=tuple(Row(o.label, _outcome_cells(o, now, before, comparable)) for o in found),
    )


def _outcome_cells(outcome: Outcome, now: int, before: int, comparable: bool) -> tuple[Cell, ...]:
    name = Cell(outcome.label, outcome.label)
    if outcome.hidden:
        return (name, *[HIDDEN] * 4)
    return (
        name,
        *_of(outcome.now, now),
        *(_of(outcome.before, before) if comparable else (UNKNOWN, UNKNOWN)),
    )


def _of(n: int, total: int) -> tuple[Cell, Cell]:
    share = 100 * n / total if total else float("nan")
    return Cell(wording.count(n), n), Cell(wording.pct(share), share if total else None)


# ------------------------------------------------------------------ peers


def peers(table: Standings, measure: str, area: Area, unit: str, comparable: bool) -> Table:
    """The districts from the lowest rate: rate, rank now and before, movement, count."""
    i = table.measures.index(measure)
    order = sorted(
        range(len(table.districts)),
        key=lambda j: (not table.rank[i, j], int(table.rank[i, j]), area.names[table.districts[j]]),
    )
    columns = (
        Column("District", numeric=False),
        Column(f"Rate {unit}", emphasis=True),
        Column("Rank now", help="By rate; 1st is the lowest."),
        Column("Rank before", help="By rate in the period compared with."),
        Column("Movement", numeric=False, help="▲ towards the highest rate, ▼ towards the lowest."),
        Column("Recorded"),
    )
    return Table(
        caption=f"{area.peers_label} by rate, now and before",
        columns=columns,
        rows=tuple(_peer_row(table, (i, j), area, comparable) for j in order),
    )


def _peer_row(table: Standings, at: tuple[int, int], area: Area, comparable: bool) -> Row:
    code = table.districts[at[1]]
    role = area.role(code)
    tone: Tone = "home" if role == "home" else "neighbour" if role == "neighbour" else ""
    now, before = int(table.rank[at]), int(table.rank_before[at]) if comparable else 0
    sure = wording.rank_with_range(now, int(table.rank_best[at]), int(table.rank_worst[at]))
    limits = f"95 % limits {wording.rate(float(table.low[at]))} to {wording.rate(float(table.high[at]))}"
    count = int(table.now[at])
    rate = float(table.rate[at])
    cells = (
        Cell(area.names[code], area.names[code], tone),
        Cell(wording.rate(rate), rate, tip=limits) if now else UNKNOWN,
        Cell(wording.rank(now, tied=bool(table.tied[at])), now, tip=sure) if now else UNKNOWN,
        Cell(wording.rank(before, tied=bool(table.tied_before[at])), before) if before else UNKNOWN,
        build_movement_cell(now, before),
        HIDDEN if table.suppressed[at] else Cell(wording.count(count), count),
    )
    return Row(code, cells, selected=role == "home")
