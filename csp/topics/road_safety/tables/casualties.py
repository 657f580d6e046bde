"""The tables of casualties: by severity, district, year, part, ward and hour. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from csp.core import wording
from csp.core.change import Change
from csp.core.change_cells import ChangeCells, build_change_cells, build_change_columns
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.road_safety.findings.casualties import explain_standing, name_line
from csp.topics.road_safety.rules.breakdowns import (
    DAY_NAMES,
    DAYS,
    HOURS,
    HourGrid,
    Part,
    YearFigures,
)
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import (
    ALL,
    KILLED_OR_SERIOUS,
    LINES,
    Adjustment,
    PlaceFigures,
    Severities,
    find_adjustment,
)
from csp.topics.road_safety.rules.standings import Standing

# Fewer casualties are better, of every kind.
POLARITY = "lower"
VERDICT_HELP = (
    "A clear change is larger than such counts vary from one year to the next (mid-p test with their "
    "dispersion, 5%, adjusted for what is judged together)."
)
BY_SEVERITY = "By adjusted severity, where one is published."
RATE_HELP = "Killed or injured for every 1,000 people who live there."
SERIOUS_RATE_HELP = (
    "Killed or seriously injured, by adjusted severity, for every 100,000 people who live there."
)
FEW = Cell("too few to compare", None, "quiet", tip="Fewer than 5 in both periods.")


def build_severity_table(figures: PlaceFigures, periods: tuple[Period, Period]) -> Table:
    """Killed, seriously and slightly injured, their sums, and collisions, in one place."""
    rows = tuple(
        Row(
            line,
            (
                Cell(name_line(line, figures.now.adjustment)),
                *build_change_cells(figures.changes[line], POLARITY),
            ),
        )
        for line in LINES
    )
    return Table(
        f"Casualties by severity, {figures.name}, {periods[0].label}",
        (Column("Severity", numeric=False), *_build_change_columns(periods)),
        rows,
    )


def _build_change_columns(periods: tuple[Period, Period]) -> tuple[Column, ...]:
    *columns, verdict = build_change_columns((periods[0].label, periods[1].label))
    return (*columns, replace(verdict, help=VERDICT_HELP))


def build_district_table(places: Sequence[PlaceFigures], periods: tuple[Period, Period], home: str) -> Table:
    """Every district with its casualties, rates and ranks; home is marked."""
    columns = (
        Column("District", numeric=False),
        Column("Casualties", emphasis=True, help=periods[0].label),
        Column("% change", help=f"Since {periods[1].label}."),
        Column("Clear change", numeric=False, help=VERDICT_HELP),
        Column("Per 1,000", help=RATE_HELP),
        Column("Rank", help=wording.RANK_KEY),
        Column(
            name_line(KILLED_OR_SERIOUS, find_adjustment(place.now for place in places)), help=BY_SEVERITY
        ),
        Column("Per 100,000", help=SERIOUS_RATE_HELP),
        Column("Rank of serious", help=wording.RANK_KEY),
    )
    rows = []
    for place in places:
        everybody, serious = place.changes[ALL], place.changes[KILLED_OR_SERIOUS]
        cells = build_change_cells(everybody, POLARITY)
        rows.append(
            Row(
                place.code,
                (
                    Cell(place.name, tone="home" if place.code == home else ""),
                    cells.now,
                    cells.percent,
                    cells.verdict,
                    *_build_place_cells((place.rate, place.rate_before), place.standing, periods[1]),
                    Cell(wording.count(serious.now), round(place.now.killed_or_serious, 2)),
                    *_build_place_cells(
                        (place.serious_rate, place.serious_rate_before),
                        place.serious_standing,
                        periods[1],
                    ),
                ),
                selected=place.code == home,
            )
        )
    return Table(f"Casualties by district, {periods[0].label}", columns, tuple(rows))


def _build_place_cells(
    rates: tuple[float, float], standing: Standing | None, before: Period
) -> tuple[Cell, Cell]:
    """The rate and the rank of a count. rates: now and before."""
    return _build_rate_cell(*rates, before), _build_rank_cell(standing)


def _build_rate_cell(rate: float, before: float, period: Period) -> Cell:
    if math.isfinite(rate):
        tip = f"{wording.rate(before)} in {period.label}." if math.isfinite(before) else ""
        return Cell(wording.rate(rate), rate, tip=tip)
    return replace(UNKNOWN, tip="No population on file, so no rate.")


def _build_rank_cell(standing: Standing | None) -> Cell:
    if standing is None:
        return UNKNOWN
    return Cell(
        wording.rank(standing.rank, standing.of, standing.tied), standing.rank, tip=explain_standing(standing)
    )


def build_year_table(years: Sequence[YearFigures], place: str, provisional: Sequence[Period] = ()) -> Table:
    """Every whole year, the latest first. provisional: those to be marked so."""
    columns = (
        Column("Year", numeric=False),
        Column("Collisions"),
        Column("Casualties", emphasis=True),
        *(
            Column(name_line(line, find_adjustment(each.figures for each in years)), help=BY_SEVERITY)
            for line in (*LINES[:3], KILLED_OR_SERIOUS)
        ),
    )
    rows = tuple(
        Row(
            year.period.label,
            (
                _build_year(year.period, provisional),
                *_list_counts(year.figures),
            ),
        )
        for year in reversed(years)
    )
    return Table(f"Casualties by year, {place}", columns, rows)


def _build_year(period: Period, provisional: Sequence[Period]) -> Cell:
    """A year by its months, which a file has too; its start is what a column sorts by."""
    name = f"{period.label} (provisional)" if period in provisional else period.label
    return Cell(name, period.start.isoformat(), in_file=(name,))


def _list_counts(figures: Severities) -> tuple[Cell, ...]:
    exact = {
        "serious": round(figures.adjusted_serious, 2),
        "slight": round(figures.adjusted_slight, 2),
        KILLED_OR_SERIOUS: round(figures.killed_or_serious, 2),
    }
    lines = ("collisions", ALL, *LINES[:3], KILLED_OR_SERIOUS)
    return tuple(
        Cell(wording.count(figures.count(line)), exact.get(line, figures.count(line))) for line in lines
    )


def build_part_table(
    parts: Sequence[Part],
    header: str,
    periods: tuple[Period, Period],
    caption: str,
    adjustment: Adjustment | None = None,
) -> Table:
    """The parts of a tab. adjustment: of the severities, which have a column then; None for wards and
    villages, where all are of one severity and few have no share.
    """
    has_shares = any(math.isfinite(part.share) for part in parts)
    columns = (
        Column(header, numeric=False),
        *_build_change_columns(periods),
        *([Column("Share", help="Of all that have a value.")] if has_shares else []),
        *([Column(name_line(KILLED_OR_SERIOUS, adjustment), help=BY_SEVERITY)] if adjustment else []),
    )
    rows = []
    for part in parts:
        cells = _withhold_verdict(part.change) if part.few else build_change_cells(part.change, POLARITY)
        share = UNKNOWN
        if math.isfinite(part.share) and (adjustment or not part.few):
            share = Cell(wording.pct(100 * part.share), 100 * part.share)
        shares = [share] if has_shares else []
        serious = Cell(wording.count(part.serious), part.serious)
        rows.append(Row(part.code, (Cell(part.label), *cells, *shares, *([serious] if adjustment else []))))
    return Table(caption, columns, tuple(rows))


def _withhold_verdict(change: Change) -> ChangeCells:
    """The cells of a change between counts below 5: the counts, without a % or a verdict."""
    return build_change_cells(change, "neutral")._replace(percent=UNKNOWN, verdict=FEW)


def build_hour_table(grid: HourGrid, place: str, period: Period) -> Table:
    """People hurt by weekday and hour, a matrix."""
    columns = (
        Column("Day", numeric=False),
        *(Column(f"{hour:02d}", help=f"From {hour:02d}:00 to {hour:02d}:59.") for hour in range(HOURS)),
        Column("All", emphasis=True),
    )
    rows = tuple(
        Row(
            DAY_NAMES[day],
            (
                Cell(DAY_NAMES[day], day),
                *(Cell(wording.count(n), n) for n in grid.counts[day].tolist()),
                Cell(wording.count(int(grid.counts[day].sum())), int(grid.counts[day].sum())),
            ),
        )
        for day in range(DAYS)
    )
    missing = f"; {wording.count(grid.without_time)} at no known time" if grid.without_time else ""
    return Table(
        f"Casualties by weekday and hour, {place}, {period.label}{missing}",
        columns,
        rows,
        upright=True,
        across="Hour",
        figure="Casualties",
    )
