"""Which imported population table a figure is of: of the same area and year the last one imported counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from csp.core import reference_tables, settings, wording
from csp.data import soundness
from csp.data.store import Store

Row = Mapping[str, Any]
# An area and a year.
Key = tuple[str, int]

BUILT_IN = "the built-in estimates"


@dataclass(frozen=True)
class Edition:
    """A table that is loaded: what it replaces in the store, the name of its file, and its figures."""

    force: str
    file: str
    figures: Mapping[Key, int]

    @property
    def is_series(self) -> bool:
        """Whether it is of several years."""
        return len({year for _, year in self.figures}) > 1

    @property
    def last(self) -> int:
        return max(year for _, year in self.figures)


def read_editions(store: Store, rows: Iterable[Row]) -> list[Edition]:
    """The tables of these rows of the manifest that can be read, oldest import first."""
    ordered = sorted(rows, key=lambda row: row["sequence"])
    return [_read(store, row) for row in ordered if soundness.is_sound(store, row)]


def _read(store: Store, row: Row) -> Edition:
    columns = pq.read_table(store.path(row["data_file"])).to_pydict()
    keys = zip(columns["area_code"], columns["year"], strict=True)
    return Edition(
        row["force"], row["file"] or row["force"], dict(zip(keys, columns["population"], strict=True))
    )


def read_built_in() -> dict[Key, int]:
    """The figures that come with the dashboard, which serve where nothing is imported.

    The latest estimate in the table of all districts serves none that has any other figure: read_latest().
    """
    rows = reference_tables.read(settings.REFERENCE / "population.csv")
    return {(row["area_code"], int(row["year"])): int(row["population"]) for row in rows}


def read_latest(known: Iterable[Key]) -> dict[Key, int]:
    """The latest estimate of each district, from the table of all districts, where known has none of it."""
    areas = {area for area, _ in known}
    return {
        (each.code, each.population_year): each.population
        for each in settings.read_districts().values()
        if each.code not in areas and each.population and each.population_year
    }


def list_use(editions: Sequence[Edition], home: str) -> dict[int, str]:
    """The file that the figure of the home district is of, by year."""
    counting = {year: BUILT_IN for area, year in read_built_in() if area == home}
    counting |= {year: edition.file for edition in editions for area, year in edition.figures if area == home}
    if editions and not counting:
        counting = {year: BUILT_IN for area, year in read_latest(()) if area == home}
    return counting


def describe_use(editions: Sequence[Edition], home: str, name: str) -> str:
    """Which table the figures of the home district are of, year by year; "" where none is imported."""
    sources: dict[str, set[int]] = {}
    for year, file in list_use(editions, home).items():
        sources.setdefault(file, set()).add(year)
    if not editions or not sources:
        return ""
    parts = [
        f"{wording.years(sorted(years))} of {file}"
        for file, years in sorted(sources.items(), key=_first_year)
    ]
    return f"Population in use for {name}: {wording.list_words(parts)}"


def _first_year(source: tuple[str, set[int]]) -> int:
    return min(source[1])
