"""The outlines of a district that are loaded already: which a file replaces, and which it stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq
import shapely

from csp.core.wording import plural
from csp.imports.formats.boundaries.wards import SHARED, Row
from csp.imports.manifest import Writer
from csp.imports.superseding import name_table


@dataclass(frozen=True)
class Loaded:
    """A table of a district in the store. file: of which it is; wards: code to outline."""

    force: str
    file: str
    year: int | None
    wards: Mapping[str, Any]


@dataclass(frozen=True)
class Parts:
    """What the wards of a file do to those of its district that are loaded; name: of their table."""

    name: str
    staying: Sequence[Loaded]
    leaving: Sequence[Loaded]

    @property
    def replaced(self) -> tuple[str, ...]:
        return tuple(each.force for each in self.leaving)

    def describe(self, rows: Sequence[Row]) -> str:
        """Which wards stay beside those of the file, and which are lost by it."""
        codes = {row["ward_code"] for row in rows}
        staying = [f"beside {plural(len(each.wards), 'ward')} of {each.file}" for each in self.staying]
        leaving = [
            f"instead of {plural(len(each.wards), 'ward')} of {each.file}"
            for each in self.leaving
            if len(each.wards.keys() - codes) and each.year == rows[0]["year"]
        ]
        return "; ".join([*staying, *leaving])


def find_parts(writer: Writer, district: str, rows: Sequence[Row]) -> Parts:
    """Tables of the same year stay where they hold other wards, which lie elsewhere: pages of one answer."""
    loaded = list(_read_loaded(writer, district))
    staying = [each for each in loaded if _is_other_part(each, rows)]
    leaving = [each for each in loaded if each not in staying]
    codes = {row["ward_code"] for row in rows}
    return Parts(
        name_table(district, {each.force: set(each.wards) for each in staying}, codes), staying, leaving
    )


def _read_loaded(writer: Writer, district: str) -> Iterator[Loaded]:
    for row in filter(writer.is_sound, writer.current("boundaries")):
        if row["force"].partition("-")[0] == district:
            table = pq.read_table(writer.store.path(row["data_file"])).to_pydict()
            shapes = shapely.from_wkb(table["geometry"])
            wards = dict(zip(table["ward_code"], shapes, strict=True))
            yield Loaded(row["force"], row["file"] or row["force"], max(table["year"], default=None), wards)


def _is_other_part(loaded: Loaded, rows: Sequence[Row]) -> bool:
    if loaded.year != rows[0]["year"] or any(row["ward_code"] in loaded.wards for row in rows):
        return False
    return not any(_lie_over(shape, row["shape"]) for shape in loaded.wards.values() for row in rows)


def _lie_over(shape: Any, other: Any) -> bool:
    smaller = min(shape.area, other.area)
    return bool(shapely.intersection(shape, other).area > SHARED * smaller)
