"""Reads every month that is loaded, with each delivery of it: the list of files keeps those replaced, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from csp.core import coverage
from csp.core.measures import read_catalogue
from csp.core.status import Delivery, LoadedMonth
from csp.data import database, queries, road_years
from csp.data.caching import keep_while_data_stands
from csp.data.partner_history import read_months
from csp.data.soundness import Condition

Row = Mapping[str, Any]
KINDS = ("incidents", "partner_figures")
"""What the list of files calls months, and the quarters and years of partners."""


@keep_while_data_stands(maxsize=1)
def list_months() -> tuple[LoadedMonth, ...]:
    """The months in force by source, force and month; the sample's only where it holds anything of home."""
    holds_home = road_years.SAMPLE in queries.holding_home()
    months = [month for condition in database.examine_stores() for month in _list_months(condition)]
    shown = [month for month in months if holds_home or month.source != road_years.SAMPLE]
    marked = [_mark_provisional(month, shown) for month in shown]
    return tuple(sorted(marked, key=lambda each: (each.source, each.force, each.month)))


def find_provisional(source: str) -> frozenset[date]:
    """The months of a source that it may yet revise."""
    own = [each for each in list_months() if each.source == source and each.is_provisional]
    return frozenset(month for each in own for month in each.period.each())


def _mark_provisional(month: LoadedMonth, every: Sequence[LoadedMonth]) -> LoadedMonth:
    """The month as its source declares it, where its file does not say itself that it is provisional."""
    source = read_catalogue().sources.get(month.source)
    if source is None or not source.provisional_months:
        return month
    months = {each for other in every if other.source == month.source for each in other.period.each()}
    latest = coverage.list_provisional(months, source.provisional_months)
    return replace(month, is_provisional=month.is_provisional or month.period.end in latest)


def _list_months(condition: Condition) -> list[LoadedMonth]:
    groups: dict[tuple[str, str, int], dict[date, list[Row]]] = {}
    for row in condition.rows:
        if row["kind"] in KINDS:
            groups.setdefault(_read_group(row), {}).setdefault(row["month"], []).append(row)
    return [month for group, rows in groups.items() for month in _describe_force(*group, rows)]


def _read_group(row: Row) -> tuple[str, str, int]:
    """The source, the force and the span of a row."""
    span = read_months(row)
    return str(row["source"]), str(row["force"] if span == 1 else row["source"]), span


def _describe_force(
    source: str, force: str, span: int, rows: Mapping[date, Sequence[Row]]
) -> list[LoadedMonth]:
    in_force = {month: [row for row in each if row["replaced_at"] is None] for month, each in rows.items()}
    read = {
        month: sum(int(row["rows_read"] or 0) for row in each) for month, each in in_force.items() if each
    }
    incomplete = coverage.find_incomplete_months(read) if span == 1 else set()
    return [
        LoadedMonth(
            source,
            force,
            month,
            read[month],
            _add(in_force[month], "rows_stored"),
            _add(in_force[month], "without_location"),
            _add(in_force[month], "without_ward"),
            _add(in_force[month], "outside_area"),
            coverage.find_usual(month, read, incomplete) if month in incomplete else None,
            tuple(map(_read_delivery, sorted(rows[month], key=_order))),
            is_provisional=any(row["provisional"] for row in in_force[month]),
            span=span,
        )
        for month in read
    ]


def _add(rows: Sequence[Row], column: str) -> int:
    return sum(int(row[column] or 0) for row in rows)


def _order(row: Row) -> tuple[bool, int]:
    # What is in force comes last, whatever the count of imports says of an older list.
    return row["replaced_at"] is None, int(row["sequence"] or 0)


def _read_delivery(row: Row) -> Delivery:
    return Delivery(
        str(row["file"] or ""),
        int(row["rows_read"] or 0),
        int(row["rows_stored"] or 0),
        row["imported_at"],
        str(row["imported_by"] or ""),
        row["replaced_at"],
    )
