"""Which of the files of a store a dashboard has to read: those with rows of a district that its pages show.

A store may hold the whole country, of which a page shows one force. The list of files says which districts
the rows of a file lie in, so that a start reads what it needs and not what lies beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import areas, settings
from csp.core.errors import UserError
from csp.data.store import Store

Row = Mapping[str, Any]


def list_shown(store: Store, rows: Iterable[Row]) -> frozenset[str] | None:
    """The codes of the districts that pages show: the peers of the settings and those similar to home.

    Those that they are made of or have wards of are among them, and those that came before or after one. None
    where the settings cannot be used. rows: of the manifest of the store, in force.
    """
    try:
        area, districts = settings.area(), settings.read_districts()
    except UserError:
        return None
    own = {area.home, *area.peers, *_list_similar(store, rows, area.home)}
    own |= {*areas.list_stored(districts, own)}
    successors = areas.list_successors(districts, ())
    before = {code for code, now in successors.items() if now in own}
    return frozenset(own | before | {successors[code] for code in own if code in successors})


def _list_similar(store: Store, rows: Iterable[Row], home: str) -> set[str]:
    """The districts that any imported table has as similar to home. One that is damaged is told elsewhere."""
    similar: set[str] = set()
    for row in rows:
        if row["kind"] == "peers":
            try:
                table = pq.read_table(
                    store.path(row["data_file"]),
                    columns=["peer_code"],
                    filters=[("area_code", "=", home)],
                    partitioning=None,
                )
            except (OSError, ValueError, UserError, pa.ArrowException):
                continue
            similar.update(table["peer_code"].drop_null().to_pylist())
    return similar


def concerns(row: Row, shown: frozenset[str] | None) -> bool:
    """Whether the files of a manifest row may have a row of a district that is shown."""
    named = row["districts"]
    if shown is None or named is None:
        return True
    return not shown.isdisjoint(named.split(";"))
