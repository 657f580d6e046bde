"""The checks of a partner's extract, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import sqrt

import duckdb

from csp.core import coverage, settings
from csp.core.partner.findings import CheckKind, Finding, Result, describe_far, describe_rows
from csp.core.wording import month as name_month
from csp.data.store import Store, is_of_partner
from csp.imports.partner.counting import CELLS, Terms, count_cells
from csp.imports.partner.mapping.tidying import TOTALS

__all__ = ["Terms", "check_extract"]

FAR_DEVIATIONS = 3
"""How many standard deviations of a Poisson count a month has to lie from the usual figure to be far."""


def check_extract(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    terms: Terms,
    store: Store | None = None,
    totals: str = TOTALS,
) -> Result:
    """What an import of a tidy table would do. Nothing is stored.

    table: the name of a table or view of the connection with the columns of mapping.tidying.TIDY. totals: of
    one with those of TOTALS; where the connection has none, no total is checked.
    """
    count_cells(connection, table, terms)
    return build_result(connection, terms, store, totals)


def build_result(
    connection: duckdb.DuckDBPyConnection, terms: Terms, store: Store | None, totals: str = TOTALS
) -> Result:
    """The result of the checks, once count_cells() has counted."""
    row = connection.execute(
        "SELECT sum(lines), sum(kept_lines), sum(stored), "
        f"count(DISTINCT (start, months)) FILTER (fault = '') FROM {CELLS}"
    ).fetchone()
    assert row
    rows, kept, figures, periods = (int(each or 0) for each in row)
    findings = [
        *_find_faults(connection),
        *_find_repeated(connection, terms),
        *_find_unknown(connection, "ward"),
        *_find_unknown(connection, "flag"),
        *_find_wrong_totals(connection, totals),
        *_find_far_months(connection, terms, store),
        *terms.of_file,
    ]
    return Result(rows, kept, tuple(findings), periods, figures)


# By the fault, the column whose word is the example.
_EXAMPLES: dict[CheckKind, str] = {
    "left out": "coalesce(offence, area)",
    "date": "period",
    "period": "period",
    "area": "area",
    "outside": "area",
    "offence": "offence",
    "blank": "NULL",
    "withheld": "example",
    "number": "example",
    "negative": "example",
    "fraction": "example",
}


def _find_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """The rows that are left out, by why, in the order in which a row is judged."""
    cases = " ".join(f"WHEN '{kind}' THEN {column}" for kind, column in _EXAMPLES.items())
    faults = connection.execute(
        f"SELECT fault, sum(lines), min(line), arg_min(CASE fault {cases} END, line) FROM {CELLS} "
        "WHERE fault <> '' GROUP BY fault"
    ).fetchall()
    found = {fault: rest for fault, *rest in faults}
    for kind in _EXAMPLES:
        if kind in found:
            count, line, example = found[kind]
            yield describe_rows(kind, int(count), line, example or "")


def _find_repeated(connection: duckdb.DuckDBPyConnection, terms: Terms) -> Iterator[Finding]:
    """Rows of a table of counts that say the same as another one. Records may: they are separate ones."""
    if not terms.has_counts:
        return
    row = connection.execute(
        f"SELECT sum(lines - 1), min(last_line) FROM {CELLS} WHERE fault = '' AND lines > 1"
    ).fetchone()
    if row and row[0]:
        yield describe_rows("duplicate", int(row[0]), row[1], declines=terms.is_whole)


def _find_unknown(connection: duckdb.DuckDBPyConnection, kind: CheckKind) -> Iterator[Finding]:
    """Rows that are stored without their ward or mark, for want of ours for their word."""
    row = connection.execute(
        f"SELECT sum(kept_lines), min(line), arg_min({kind}, line) FROM {CELLS} "
        f"WHERE fault = '' AND has_new_{kind}"
    ).fetchone()
    if row and row[0]:
        yield describe_rows(kind, int(row[0]), row[1], row[2], declines=False)


def _find_wrong_totals(connection: duckdb.DuckDBPyConnection, totals: str) -> Iterator[Finding]:
    """Totals of the file that are not what their rows add up to."""
    there = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = $name", {"name": totals}
    ).fetchone()
    if not there or not there[0]:
        return
    row = connection.execute(
        f"SELECT count(*), min(line), arg_min(stated, line), arg_min(adds, line) FROM {totals} "
        "WHERE abs(stated - adds) > 0.5"
    ).fetchone()
    if row and row[0]:
        count, line, stated, adds = row
        yield describe_rows("total", int(count), line, f"{stated:,.0f} for {adds:,.0f}", declines=False)


def _find_far_months(
    connection: duckdb.DuckDBPyConnection, terms: Terms, store: Store | None
) -> Iterator[Finding]:
    """Months of the file far below or above those around them, of the file and of what is stored."""
    own = {
        start: int(figure)
        for start, figure in connection.execute(
            f"SELECT start, sum(stored) FROM {CELLS} WHERE fault = '' AND months = 1 GROUP BY start"
        ).fetchall()
    }
    far = find_far(own, _read_loaded(terms.declaration.code, store))
    if far:
        yield describe_far([(name_month(each), own[each], usual) for each, usual in sorted(far.items())])


def _read_loaded(source: str, store: Store | None) -> dict[date, int]:
    """What is stored of a source by month."""
    table, _ = (store or Store(settings.extracts())).read()
    return {
        row["month"]: int(row["rows_stored"] or 0)
        for row in table.to_pylist()
        if row["source"] == source and row["kind"] == "incidents"
        if row["replaced_at"] is None and is_of_partner(row)
    }


def find_far(own: Mapping[date, int], loaded: Mapping[date, int]) -> dict[date, float]:
    """The months of a file that are far from those around them, with what is usual there.

    Far is below 0.8 of the usual figure, as for uploads of the police, or as far above it, and by more than
    chance: three standard deviations of a Poisson count.
    """
    figures = {**loaded, **own}
    incomplete = coverage.find_incomplete_months(figures)
    far: dict[date, float] = {}
    for month, figure in own.items():
        usual = coverage.find_usual(month, figures, incomplete)
        if usual is None:
            continue
        is_far = month in incomplete or figure * coverage.LOWEST_COMPLETE_RATIO > usual
        if is_far and abs(figure - usual) > FAR_DEVIATIONS * sqrt(usual):
            far[month] = usual
    return far
