"""The rows of the files under the districts of the settings, and what areas of one's own are made of.

What a former district had is of the one that it became or went into. What a district of an area of one's own
has is of that area where the settings count it, and so is what its wards have, whatever district they lie in.
A district that has ended and that the settings still count has its wards after its last day too. All of it is
found where the views read the files: what is imported serves every arrangement of districts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from csp.core import areas, settings
from csp.core.areas import District

_OWN_PARTS = pa.schema(
    [
        ("area_code", pa.string()),
        ("entry", pa.int64()),
        ("entries", pa.int64()),
        ("part_code", pa.string()),
        ("district_code", pa.string()),
        ("ward", pa.string()),
        ("recut", pa.int64()),
    ]
)
_PARTS = pa.schema([("area_code", pa.string()), ("part_code", pa.string()), ("number", pa.int64())])


@dataclass(frozen=True)
class Arrangement:
    """How rows change their district: of former districts, of parts of a whole, and of wards.

    former: by the code of each district that is no more, the one that has what it had. wholes: by the code
    of each district, the area of one's own that the settings count in its place. entries: the parts of each
    area of one's own, and each district that has ended and is counted, as _list_entries() has them.
    """

    former: Mapping[str, str]
    wholes: Mapping[str, str]
    entries: Sequence[Mapping[str, object]]

    @property
    def has_wards(self) -> bool:
        """Whether there is an area whose wards have to be known."""
        return bool(self.entries)

    @property
    def has_recut(self) -> bool:
        """Whether rows change their district by their ward."""
        return any(entry["recut"] is not None for entry in self.entries)

    def list_frames(self, districts: Mapping[str, District]) -> dict[str, pa.Table]:
        """The tables that _views.sql reads of it, by name."""
        wholes = areas.list_parts(districts)
        parts = [(whole, part, len(each)) for whole, each in wholes.items() for part in each]
        return {
            "former_frame": _build_pairs("former_code", "district_code", self.former),
            "whole_frame": _build_pairs("part_code", "area_code", self.wholes),
            "own_frame": pa.Table.from_pylist(list(map(dict, self.entries)), schema=_OWN_PARTS),
            "parts_frame": pa.Table.from_pylist(
                [dict(zip(_PARTS.names, part, strict=True)) for part in parts], schema=_PARTS
            ),
        }

    def fill_relation(self, relation: str, table: str) -> dict[str, str]:
        """What ${table} and its variants of _views.sql stand for, of a table whose rows name a district.

        table_stored: as the files have it, read only where wards have to be known. table_of_districts:
        without areas of one's own.
        """
        of_districts = _move_former(relation) if self.former else relation
        regrouped = _move_to_areas(of_districts, self.has_recut) if self.wholes or self.has_recut else None
        if regrouped and table == "boundaries":
            regrouped = _keep_newest(of_districts, regrouped)
        return {
            table: regrouped or of_districts,
            f"{table}_of_districts": of_districts,
            f"{table}_stored": relation if self.has_wards else f"(SELECT * FROM {relation} LIMIT 0)",
        }


def find_arrangement() -> Arrangement:
    """The arrangement of the settings in force."""
    districts, peers = settings.read_districts(), settings.area().peers
    wholes = {part: code for code in peers if code in districts for part in districts[code].parts}
    return Arrangement(
        areas.list_former(districts, settings.list_stored()), wholes, list(_list_entries(districts, peers))
    )


def _list_entries(districts: Mapping[str, District], peers: Sequence[str]) -> Iterable[Mapping[str, object]]:
    """A row for each part of an area, and for each district that files may name in its place.

    recut: the place of the area among the peers where rows of the ward are its own; None for an area that the
    settings do not count, and for a district that is in force and counts by its code.
    """
    successors = areas.list_successors(districts, ())
    for code, area in districts.items():
        is_ended = bool(area.successor) and code in peers
        parts = area.parts or ((code,) if is_ended else ())
        named = [(part, None) for part in parts] + [(ward.district, ward.name) for ward in area.wards]
        position = peers.index(code) if code in peers else None
        for entry, (part, ward) in enumerate(named):
            is_recut = ward is not None or bool(districts[part].successor)
            for district in _list_namesakes(part, ward is not None, successors):
                yield {
                    "area_code": code,
                    "entry": entry,
                    "entries": len(named),
                    "part_code": part,
                    "district_code": district,
                    "ward": ward,
                    "recut": position if is_recut else None,
                }


def _list_namesakes(part: str, is_ward: bool, successors: Mapping[str, str]) -> list[str]:
    """The districts under which files may list the wards of one: itself and those before it.

    Of a single ward the one after it too.
    """
    before = [code for code, now in successors.items() if now == part]
    after = [successors[part]] if is_ward else []
    return list(dict.fromkeys([part, *before, *after]))


def _build_pairs(key: str, value: str, pairs: Mapping[str, str]) -> pa.Table:
    columns = {key: pa.array(list(pairs), pa.string()), value: pa.array(list(pairs.values()), pa.string())}
    return pa.table(columns)


def _move_former(relation: str) -> str:
    """The rows of former districts under the ones that have what they had.

    Only where there are any: a filter on the district then no longer spares reading the files of others.
    """
    return (
        "(SELECT placed.* REPLACE (coalesce(former.district_code, placed.district_code) AS district_code) "
        f"FROM {relation} AS placed LEFT JOIN former ON former.former_code = placed.district_code)"
    )


def _move_to_areas(relation: str, has_recut: bool) -> str:
    """The rows of districts and of wards under the areas of one's own that have them, the wards first."""
    code = "coalesce(whole.area_code, placed.district_code)"
    joins = "LEFT JOIN whole ON whole.part_code = placed.district_code"
    if has_recut:
        code = "coalesce(recut.area_code, whole.area_code, placed.district_code)"
        joins += " LEFT JOIN recut ON recut.ward_code = placed.ward_code"
    return f"(SELECT placed.* REPLACE ({code} AS district_code) FROM {relation} AS placed {joins})"


def _keep_newest(of_districts: str, regrouped: str) -> str:
    """The outlines of the newest year of each district, called by the newest year of their area.

    A map draws one year of an area, and its districts may have outlines of several.
    """
    newest = (
        f"(SELECT ward_code, year FROM {of_districts} "
        "QUALIFY year = max(year) OVER (PARTITION BY district_code))"
    )
    return (
        "(SELECT outlines.* REPLACE (max(year) OVER (PARTITION BY outlines.district_code) AS year) "
        f"FROM {regrouped} AS outlines SEMI JOIN {newest} AS newest USING (ward_code, year))"
    )
