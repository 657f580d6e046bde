"""Whether what is about to be published gives a small count away: everybody's view of it, attacked.

Everybody knows the counts of the whole district by month, offence and flag, and what is shown of its wards.
The rest, such as rates, ranks, changes and titles, is computed from these and tells nothing more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from csp.core import reference_tables, settings
from csp.core.filters import MAX_MONTHS, Period
from csp.core.measures import Measure, read_catalogue
from csp.imports.publishing_secret import Place
from csp.statistics import perturbation
from csp.statistics.differencing import Answer, Cells, Published, find_given_away

SLIGHT = 3  # the severity of a casualty, as it is recorded
Type = tuple[str, str | None]
"""An offence and a flag."""
Segment = frozenset[date]
"""Months that lie in the same periods."""
Row = Mapping[str, object]


@dataclass(frozen=True)
class GivenAway:
    """A count that everybody can tell: where, of which types and months, and how many."""

    source: str
    ward_code: str
    types: frozenset[Type]
    months: frozenset[date]
    n: int

    @property
    def places(self) -> set[Place]:
        """Where the keys are made anew, so that another figure is shown."""
        return {(self.source, self.ward_code, month.year) for month in self.months}


def read_table() -> perturbation.Table:
    """data/reference/perturbation.csv. Raises UserError as reference_tables.read() does."""
    table: dict[int, dict[int, int]] = {}
    for row in reference_tables.read(settings.REFERENCE / "perturbation.csv"):
        table.setdefault(int(row["count"]), {})[int(row["noise"])] = int(row["keys"])
    return table


class Checker:
    """Finds what counts by ward give away. What was found sound once is not gone over again."""

    def __init__(self, counts: pa.Table, district: str) -> None:
        """counts: of whole districts (MONTHLY_COUNTS); district: the one whose wards are published."""
        self._counts: dict[str, dict[Type, dict[date, int]]] = defaultdict(lambda: defaultdict(dict))
        for row in counts.to_pylist():
            if row["district_code"] == district:
                self._counts[row["source"]][row["offence"], row["flag"]][row["month"]] = row["n"]
        table = read_table()
        self._possible: Callable[[int], Sequence[int]] = lambda shown: perturbation.list_possible(
            table, shown
        )
        self._sound: set[int] = set()

    def find(self, shown: pa.Table) -> list[GivenAway]:
        """The counts of 1 to 4 that are given away by what is shown (WARD_COUNTS), of every source."""
        of_sources: dict[str, list[Row]] = defaultdict(list)
        for row in shown.to_pylist():
            of_sources[row["source"]].append(row)
        return [
            each
            for source, rows in of_sources.items()
            for together in _group(rows)
            for each in self._find_among(source, together)
        ]

    def _find_among(self, source: str, rows: Sequence[Row]) -> list[GivenAway]:
        """The same of rows whose periods have months in common."""
        state = hash((source, *(tuple(row.values()) for row in rows)))
        if state in self._sound:
            return []
        view = _View(source, self._counts[source], rows)
        given = find_given_away(view.published, self._possible)
        if not given:
            self._sound.add(state)
        return [view.describe(cells, n) for cells, n in given.items()]


def find_casualties(shown: pa.Table, months: pa.Table, wards: Collection[str]) -> list[tuple[str, date, str]]:
    """Line, start of the year and ward of each small count of casualties that is given away.

    shown: of the wards (WARD_CASUALTIES). months: of the whole district, in the columns of
    queries/road_safety/by_month.sql, of the same source. wards: all of the district, since one that is shown
    with none has no row.
    """
    table, places = read_table(), ["", *sorted(wards)]
    years: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for row in shown.to_pylist():
        years[row["line"], row["start"]][row["ward_code"]] = row["casualties"]
    given: list[tuple[str, date, str]] = []
    for (line, start), of_wards in years.items():
        year = Period(start, MAX_MONTHS).each()
        whole = sum(
            row["casualties"]
            for row in months.to_pylist()
            if row["month"] in year and (row["severity"] == SLIGHT) == (line == "slight")
        )
        published = Published(
            len(places),
            [(frozenset(range(len(places))), whole)],
            [Answer(ward, frozenset([i]), of_wards.get(ward, 0)) for i, ward in enumerate(places) if ward],
        )
        found = find_given_away(published, lambda n: perturbation.list_possible(table, n))
        given += [(line, start, places[next(iter(cells))]) for cells in found]
    return given


def _group(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows by sets of periods that have no month in common with one another."""
    groups: list[tuple[set[date], list[Row]]] = []
    of_periods: dict[Period, list[Row]] = defaultdict(list)
    for row in rows:
        of_periods[_read_period(row)].append(row)
    for period, every in of_periods.items():
        months = set(period.each())
        apart = [group for group in groups if months.isdisjoint(group[0])]
        for group in groups:
            if group not in apart:
                months |= group[0]
                every = [*group[1], *every]  # noqa: PLW2901
        groups = [*apart, (months, every)]
    return [every for _, every in groups]


def _read_period(row: Row) -> Period:
    return Period(row["first_month"], row["months"])  # type: ignore[arg-type]


class _View:
    """The unknown cells of a source (ward, type and segment), and what is known of them."""

    def __init__(self, source: str, counts: Mapping[Type, Mapping[date, int]], rows: Sequence[Row]) -> None:
        self._source, self._counts = source, counts
        periods = sorted({_read_period(row) for row in rows}, key=lambda each: (each.start, each.months))
        segments = _list_segments(periods)
        wards = [*sorted({str(row["ward_code"]) for row in rows}), ""]
        totals = {(type_, segment): self._add_up(type_, segment) for type_ in counts for segment in segments}
        parts = [part for part, n in totals.items() if n]
        self._keys = [(ward, *part) for ward in wards for part in parts]
        self._index = {key: i for i, key in enumerate(self._keys)}
        self._measures = {measure.code: measure for measure in read_catalogue().offered(source)}
        vocabulary = read_catalogue().sources[source].vocabulary
        self._offences = {code: set(each.offences[vocabulary]) for code, each in self._measures.items()}
        self.published = Published(
            len(self._keys),
            [(frozenset(self._index[(ward, *part)] for ward in wards), totals[part]) for part in parts],
            # Several rows ask for the same cells, such as a measure of one offence and that offence.
            list(dict.fromkeys(self._list_answers(rows, parts))),
        )

    def _add_up(self, type_: Type, segment: Segment) -> int:
        months = self._counts[type_]
        return sum(months.get(month, 0) for month in segment)

    def _list_answers(self, rows: Iterable[Row], parts: Sequence[tuple[Type, Segment]]) -> Iterator[Answer]:
        for row in rows:
            if cells := self._list_cells(row, parts):
                yield Answer(str(row["ward_code"]), cells, int(row["n"]))  # type: ignore[call-overload]

    def _list_cells(self, row: Row, parts: Iterable[tuple[Type, Segment]]) -> Cells:
        """The cells that a row of the published table adds up."""
        ward, months = str(row["ward_code"]), set(_read_period(row).each())
        return frozenset(
            self._index[ward, type_, segment]
            for type_, segment in parts
            if segment <= months and self._is_counted(row, type_)
        )

    def _is_counted(self, row: Row, type_: Type) -> bool:
        offence, flag = type_
        if row["offence"] is not None:
            return type_ == (row["offence"], row["flag"])
        measure: Measure = self._measures[str(row["measure"])]
        return (
            offence in self._offences[measure.code]
            and measure.flag in (None, flag)
            and row["flag"] in (None, flag)
            and (not row["excluded"] or flag != row["excluded"])
        )

    def describe(self, cells: Cells, n: int) -> GivenAway:
        keys = [self._keys[cell] for cell in cells]
        months = frozenset(month for _, _, segment in keys for month in segment)
        return GivenAway(self._source, keys[0][0], frozenset(type_ for _, type_, _ in keys), months, n)


def _list_segments(periods: Collection[Period]) -> list[Segment]:
    """The months of some periods, those together that lie in the same of them."""
    by_periods: dict[frozenset[Period], set[date]] = defaultdict(set)
    for month in sorted({month for period in periods for month in period.each()}):
        by_periods[frozenset(period for period in periods if month in period.each())].add(month)
    return [frozenset(months) for months in by_periods.values()]
