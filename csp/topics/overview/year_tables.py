"""The table of the overview for a source that has years alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.comparison.rows import MeasureRow
from csp.comparison.year_cells import build_count_cell, build_missing_cell, write_remarks
from csp.comparison.years import YearComparison
from csp.core import wording
from csp.core.change_cells import build_change_cells, build_change_columns
from csp.core.disclosure import is_too_few
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, tip_lines

# A rate per 1,000 below it would be written as 0.0 or 0.1.
SMALL_RATE = 0.1
TOO_FEW = Cell("–", None, "quiet", tip="Fewer than 5 recorded: too few to rank.")


def build_year_table(
    comparison: YearComparison, periods: tuple[str, str], peers_label: str, selected: str
) -> Table:
    """The offences of home in two years, with the rate and the rank of each among the areas compared.

    periods: the words for this year and the one before. selected: the code of the offence the page is about.
    """
    now, before = periods
    ranked = f"Among the {peers_label} by rate per 1,000 people."
    home = comparison.basis.home
    table = Table(
        caption=f"Crime types, {now} against {before}",
        columns=(
            Column("Crime type", numeric=False),
            *build_change_columns(periods),
            Column("Rate per 1,000"),
            Column("Rank before", help=ranked),
            Column("Rank now", help=ranked),
        ),
        rows=tuple(
            Row(
                id=measure.code,
                cells=(_name(measure), *_build_cells(comparison, measure)),
                selected=measure.code == selected,
                indent=measure.parent is not None,
            )
            for measure in comparison.measures
        ),
        clickable="Click to choose this crime type",
    )
    for column, figures in ((1, comparison.now), (2, comparison.before)):
        table = write_remarks(table, column, {m.code: figures[m.code, home] for m in comparison.measures})
    return table


def _name(measure: Measure) -> Cell:
    return Cell(measure.label, measure.label, tip=tip_lines([measure.definition, measure.caveat]))


def _build_cells(comparison: YearComparison, measure: Measure) -> Sequence[Cell]:
    home = comparison.basis.home
    now, before = (each[measure.code, home] for each in (comparison.now, comparison.before))
    row = comparison.rows.get(measure.code)
    if row is None:
        return (build_missing_cell(now), build_count_cell(before), *[UNKNOWN] * 6)
    cells = build_change_cells(row.change, row.polarity)
    if before.count is None and comparison.basis.comparable:
        cells = cells._replace(before=build_missing_cell(before))
    of = comparison.standings[measure.code].ranked
    rate = UNKNOWN if row.rate_now is None else Cell(_write_rate(row.rate_now), row.rate_now)
    if is_too_few(row.change.now):
        return (*cells, rate, TOO_FEW, TOO_FEW)
    return (*cells, rate, _rank(row.rank_before, of, row.tied_before), _rank_now(row, of))


def _write_rate(rate: float) -> str:
    """A rate; of what is seldom recorded with the decimals that it needs to be other than 0."""
    return f"{rate:.2g}" if 0 < rate < SMALL_RATE else wording.rate(rate)


def _rank(rank: int | None, of: int, tied: bool) -> Cell:
    return UNKNOWN if rank is None else Cell(wording.standing(rank, of, tied), rank)


def _rank_now(row: MeasureRow, of: int) -> Cell:
    if row.rank_now is None:
        return UNKNOWN
    best, worst = row.rank_best or row.rank_now, row.rank_worst or row.rank_now
    sure = wording.rank_with_range(row.rank_now, best, worst, of, row.tied_now)
    standing = wording.standing(row.rank_now, of, row.tied_now)
    return Cell(standing, row.rank_now, tip=f"{wording.capitalise(sure)}.")
