"""Reads what is loaded: months, gaps, incomplete months, outlines, population, lookups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow.parquet as pq

from csp.core import coverage, settings
from csp.core.characters import LONGEST_QUOTE
from csp.core.filters import Period
from csp.core.recorded_crime import NO_DAY
from csp.core.status import BUILT_IN, LoadedMonths, LoadedRoads, LoadedTable, Status
from csp.data import database, queries, road_years
from csp.data.caching import keep_while_data_stands
from csp.data.deliveries import KINDS
from csp.data.editions import BUILT_IN as BUILT_IN_FIGURES
from csp.data.editions import (
    Edition,
    describe_use,
    list_use,
    read_built_in,
    read_editions,
    read_latest,
)
from csp.data.partner_history import read_months
from csp.data.soundness import Condition
from csp.data.store import read_district

# Tables of an area or a name; those that say nothing of years.
_ROAD_RECORDS = ("near_misses", "speed_watch", "schools", "road_factors")
_WITHOUT_YEARS = ("lookup", "peers", "harm", "survey", *_ROAD_RECORDS)
_TABLES = ("boundaries", "population", *_WITHOUT_YEARS, "road_costs", "recorded_crime")
# Tables of which a file replaces no other: the name of the file tells them apart.
_SIDE_BY_SIDE = ("population", "recorded_crime")
# The column that has the year, or the first day, of each row, where it is not "year".
_YEAR_COLUMNS = {"recorded_crime": "start"}


@keep_while_data_stands(maxsize=1)
def read_status() -> Status:
    """What is loaded of the extracts, and of the sample where it holds anything of home."""
    conditions = database.examine_stores()
    holds_home = road_years.SAMPLE in queries.holding_home()

    def is_shown(each: LoadedMonths | LoadedRoads) -> bool:
        return holds_home or each.source != road_years.SAMPLE

    months = [each for condition in conditions for each in _list_months(condition) if is_shown(each)]
    tables = [*_list_built_in(), *(each for condition in conditions for each in _list_tables(condition))]
    left_out = sum(len(condition.left_out) for condition in conditions)
    roads = [each for condition in conditions for each in road_years.list_roads(condition) if is_shown(each)]
    population = _describe_population(conditions)
    return Status(tuple(months), tuple(roads), tuple(tables), left_out, population)


def _name_area(row: Mapping[str, Any]) -> str:
    """Whose table it is: the district, or what it is called; of tables that stand side by side the file."""
    file = row["file"] or ""
    if row["kind"] in _SIDE_BY_SIDE and file:
        return file if len(file) <= LONGEST_QUOTE else f"{file[:LONGEST_QUOTE]}…"
    code = read_district(row["force"]) if row["kind"] == "boundaries" else row["force"]
    return settings.area().names.get(code, row["force"])


def _describe_population(conditions: Sequence[Condition]) -> str:
    area = settings.area()
    return describe_use(_read_editions(conditions), area.home, area.home_name)


def _read_editions(conditions: Sequence[Condition]) -> list[Edition]:
    return [
        edition
        for condition in conditions
        for edition in read_editions(condition.store, _in_force(condition, "population"))
    ]


@keep_while_data_stands(maxsize=1)
def list_population_files() -> Mapping[int, str]:
    """The imported file that home's population is of, by year; without the years of built-in figures."""
    use = list_use(_read_editions(database.examine_stores()), settings.area().home)
    return {year: file for year, file in use.items() if file != BUILT_IN_FIGURES}


def _in_force(condition: Condition, *kinds: str) -> list[Mapping[str, Any]]:
    return [row for row in condition.rows if row["replaced_at"] is None and row["kind"] in kinds]


def _list_months(condition: Condition) -> list[LoadedMonths]:
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in _in_force(condition, *KINDS):
        # Quarters and years of a partner are told as the months that they have.
        force = row["force"] if row["kind"] == "incidents" else row["source"]
        groups.setdefault((row["source"], force), []).append(row)
    return [_describe_months(source, force, rows) for (source, force), rows in sorted(groups.items())]


def _describe_months(source: str, force: str, rows: Sequence[Mapping[str, Any]]) -> LoadedMonths:
    spans = [Period(row["month"], read_months(row)) for row in rows]
    months = sorted({month for span in spans for month in span.each()})
    read = {row["month"]: int(row["rows_read"]) for row in rows if read_months(row) == 1}
    return LoadedMonths(
        source,
        force,
        tuple(months),
        tuple(coverage.find_gaps(months)),
        tuple(sorted(coverage.find_incomplete_months(read))),
        sum(int(row["rows_stored"] or 0) for row in rows),
        sum(int(row["without_ward"] or 0) for row in rows),
        max((row["imported_at"].date() for row in rows if row["imported_at"]), default=None),
    )


def _list_tables(condition: Condition) -> list[LoadedTable]:
    return [
        LoadedTable(
            row["kind"],
            _name_area(row),
            tuple(sorted({int(year) for year in _read_years(condition, row)})),
            int(row["rows_stored"] or 0),
            row["imported_at"].date() if row["imported_at"] else None,
        )
        for row in _in_force(condition, *_TABLES)
    ]


def _list_built_in() -> list[LoadedTable]:
    """What serves the area where nothing is imported: the population of the reference tables.

    Of the table of all districts that is the latest estimate, for those that the other one does not hold.
    """
    own = set(settings.area().peers)
    figures = read_built_in()
    latest = [key for key in read_latest(figures) if key[0] in own]
    tables = [
        *([list(figures)] if own & {area for area, _ in figures} else []),
        *([latest] if latest else []),
    ]
    return [
        LoadedTable("population", BUILT_IN, tuple(sorted({year for _, year in table})), len(table))
        for table in tables
    ]


def _read_years(condition: Condition, row: Mapping[str, Any]) -> list[int]:
    """The years of an imported table; none of a table that has no year."""
    if row["kind"] in _WITHOUT_YEARS:
        return []
    path, column = condition.store.path(row["data_file"]), _YEAR_COLUMNS.get(row["kind"], "year")
    years: list[int | date] = pq.read_table(path, columns=[column])[column].unique().to_pylist()
    return [each if isinstance(each, int) else each.year for each in years if each != NO_DAY]
