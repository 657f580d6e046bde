"""The months that are loaded as a table, a month of a force a row, and one of them in detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.measures import Source
from csp.core.status import Delivery, LoadedMonth
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.data_status.findings.months import describe_state, name_period
from csp.topics.data_status.tables.loaded import build_day, name_force


def name_month(month: LoadedMonth) -> str:
    """The id of its row: source, force and month."""
    span = "" if month.span == 1 else f" {month.span}"
    return f"{month.source} {month.force} {month.month:%Y-%m}{span}"


def build_month_table(
    months: Sequence[LoadedMonth], sources: Mapping[str, Source], selected: str, is_published: bool = False
) -> Table:
    """A month of a force a row, the latest first. selected: the id of the one whose details are shown.

    is_published: what lies in no ward, and how often a month was delivered, is not known.
    """
    columns = (
        Column("Month", numeric=False),
        Column("Source", numeric=False),
        Column("Police force", numeric=False),
        Column("Rows"),
        Column("Stored"),
        Column("Without location", help="Stored; they count to the force and to no district."),
        Column("In no ward", help="Stored and in a district, but in no known ward of it."),
        Column("Outside", help="Not stored: they lie in other areas."),
        Column("State", numeric=False, wrap=True),
        Column("Deliveries", help="How often the month was delivered."),
        Column("Imported", numeric=False),
        Column("By", numeric=False),
    )
    ordered = sorted(months, key=lambda each: (each.month, each.source, each.force), reverse=True)
    rows = tuple(_build_row(each, sources[each.source], selected, is_published) for each in ordered)
    return Table(
        "Months that are loaded", columns, rows, clickable="Click to see this month and its deliveries"
    )


def _build_row(month: LoadedMonth, source: Source, selected: str, is_published: bool) -> Row:
    simulated, key = source.simulated, name_month(month)
    force = name_force(month.force)
    state = describe_state(month)
    cells = (
        Cell(name_period(month.month, month.span), month.month.isoformat()[:7]),
        Cell(source.label, source.label),
        # A source without forces is named in their place.
        UNKNOWN if month.force == month.source else Cell(force, force),
        _build_count(month.read),
        _build_count(month.stored),
        _build_count(month.unplaced),
        # Of the sample the districts around have no wards at all.
        UNKNOWN if simulated or is_published else _build_count(month.without_ward),
        _build_count(month.outside),
        Cell(state, state, "" if month.is_incomplete or month.is_provisional else "quiet"),
        UNKNOWN if is_published else _build_count(len(month.deliveries)),
        UNKNOWN if simulated else build_day(month.latest.imported.date() if month.latest.imported else None),
        Cell(month.latest.by, month.latest.by) if month.latest.by else UNKNOWN,
    )
    return Row(key, cells, selected=key == selected)


def _build_count(n: int) -> Cell:
    return Cell(wording.count(n), n)


def build_deliveries(deliveries: Sequence[Delivery]) -> Table:
    """Every delivery of a month, the latest first: the file, its rows, when it came and from whom."""
    columns = (
        Column("Imported", numeric=False),
        Column("By", numeric=False),
        Column("File", numeric=False, wrap=True),
        Column("Rows"),
        Column("Stored"),
        Column("In force", numeric=False),
    )
    rows = tuple(_build_delivery(i, each) for i, each in reversed(list(enumerate(deliveries))))
    return Table("Deliveries of the month", columns, rows)


def _build_delivery(position: int, delivery: Delivery) -> Row:
    until = "now" if delivery.replaced is None else f"until {wording.day(delivery.replaced)}"
    cells = (
        build_day(delivery.imported.date() if delivery.imported else None),
        Cell(delivery.by, delivery.by) if delivery.by else UNKNOWN,
        Cell(delivery.file, delivery.file) if delivery.file else UNKNOWN,
        _build_count(delivery.read),
        _build_count(delivery.stored),
        Cell(until, until),
    )
    return Row(str(position), cells)
