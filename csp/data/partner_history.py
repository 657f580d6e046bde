"""Who imported what and when, and how the figures of a source moved from one delivery to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any, Literal

import duckdb
import pandas as pd

from csp.data import database, soundness
from csp.data.store import FILE_COLUMNS, UNDONE, Store, is_of_partner, read_manifest

Row = Mapping[str, Any]
Action = Literal["import", "removal"]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """An import or a removal of a source. figures: what it added up to. by: "" where that is not known.

    starts: the first days of its months, quarters or years. can_be_undone: an import where it is the last
    step of the source, a removal while nothing of it was imported again. is_undone: whether it was undone and
    can be brought back.
    """

    source: str
    action: Action
    moment: datetime
    by: str
    file: str
    starts: tuple[date, ...]
    figures: int
    can_be_undone: bool = False
    is_undone: bool = False


@dataclass(frozen=True)
class Imported:
    """A file that was imported, of any kind: when, by whom, and how many rows it had."""

    kind: str
    source: str
    file: str
    moment: datetime
    by: str
    rows_read: int
    rows_stored: int
    rows_declined: int


def list_undone(store: Store, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows that were undone and can be brought back: nothing of their source has been changed since.

    rows: of the manifest. An undo that was cut short has its rows in both lists: they are not undone.
    """
    table = read_manifest(store.root / UNDONE)
    undone: list[dict[str, Any]] = [] if table is None else table.to_pylist()
    if not undone:
        return []
    last: dict[str, datetime] = {}
    for row in rows:
        if row["source"]:
            moment = find_moment(row)
            last[row["source"]] = max(moment, last.get(row["source"], moment))
    return [row for row in undone if row["source"] not in last or find_moment(row) > last[row["source"]]]


def find_moment(row: Row) -> datetime:
    """When the last step was that changed a row: its import, or what replaced or removed it.

    Long ago where a repair found the row among the files: when it was imported is then not known.
    """
    moment: datetime = row["replaced_at"] or row["imported_at"] or _LONG_AGO
    return moment


def list_steps(rows: Sequence[Row], undone: Sequence[Row], source: str) -> list[Step]:
    """The steps of a source, the latest first. rows: of the manifest; undone: as list_undone() has them.

    Of a source that is not a partner's the removals alone: its imports keep nothing of what they replaced.
    """
    own = [row for row in rows if row["source"] == source]
    imports = {row["imported_at"] for row in own if row["imported_at"] and is_of_partner(row)}
    removals = {row["replaced_at"] for row in own if row["replaced_at"] and _has_files(row)} - imports
    last = max(imports | removals, default=None)
    off = [row for row in undone if row["source"] == source]
    steps = [
        *(_describe_import(own, moment, moment == last) for moment in imports),
        *(_describe_removal(own, moment) for moment in removals),
        *(_describe_undone(off, moment) for moment in {*map(find_moment, off)}),
    ]
    return sorted(steps, key=lambda step: step.moment, reverse=True)


def _has_files(row: Row) -> bool:
    return any(row[column] for column in FILE_COLUMNS)


def _describe_import(rows: Sequence[Row], moment: datetime, is_last: bool) -> Step:
    own = [row for row in rows if row["imported_at"] == moment]
    return _build_step("import", own, moment, can_be_undone=is_last)


def _describe_removal(rows: Sequence[Row], moment: datetime) -> Step:
    own = [row for row in rows if row["replaced_at"] == moment and _has_files(row)]
    in_force = {_key(row) for row in rows if row["replaced_at"] is None}
    return _build_step("removal", own, moment, can_be_undone=in_force.isdisjoint(map(_key, own)))


def _describe_undone(rows: Sequence[Row], moment: datetime) -> Step:
    own = [row for row in rows if find_moment(row) == moment]
    return _build_step("removal" if own[0]["replaced_at"] else "import", own, moment, is_undone=True)


def _key(row: Row) -> tuple[Any, ...]:
    return row["kind"], row["force"], row["month"]


def _build_step(
    action: Action,
    rows: Sequence[Row],
    moment: datetime,
    can_be_undone: bool = False,
    is_undone: bool = False,
) -> Step:
    return Step(
        source=rows[0]["source"],
        action=action,
        moment=moment,
        by=rows[0]["imported_by" if action == "import" else "replaced_by"] or "",
        file=rows[0]["file"] or "",
        starts=tuple(sorted({row["month"] for row in rows if row["month"]})),
        figures=sum(row["rows_stored"] or 0 for row in rows),
        can_be_undone=can_be_undone,
        is_undone=is_undone,
    )


def list_deliveries(source: str, store: Store | None = None) -> list[Step]:
    """The steps of a source, the latest first, those that were undone among them."""
    store = store or database.list_stores()[-1]  # in public mode the published one, which has no history
    rows = store.read()[0].to_pylist()
    return list_steps(rows, list_undone(store, rows), source)


def list_imports(store: Store | None = None) -> list[Imported]:
    """Every import that the list of files tells of, history included, the latest first; a file a row."""
    store = store or database.list_stores()[-1]  # in public mode the published one, which has no history
    files: dict[tuple[Any, ...], list[Row]] = {}
    for row in store.read()[0].to_pylist():
        if row["imported_at"] is not None:
            key = (row["kind"], row["source"], row["file"], row["imported_at"])
            files.setdefault(key, []).append(row)
    imports = [
        Imported(
            kind=kind,
            source=source or "",
            file=file or "",
            moment=moment,
            by=rows[0]["imported_by"] or "",
            rows_read=sum(row["rows_read"] or 0 for row in rows),
            rows_stored=sum(row["rows_stored"] or 0 for row in rows),
            rows_declined=sum(row["rows_declined"] or 0 for row in rows),
        )
        for (kind, source, file, moment), rows in files.items()
    ]
    return sorted(imports, key=lambda each: (each.moment, each.kind, each.file), reverse=True)


REVISION_COLUMNS = (
    *("start", "months", "district_code", "ward_code", "offence", "flag"),
    *("before", "after", "earlier", "later"),
)


def list_revisions(source: str, store: Store | None = None) -> pd.DataFrame:
    """How figures moved from one delivery to the next, in the columns of REVISION_COLUMNS.

    A row for each cell that two deliveries in turn have, or of which one of them has more than 0. before and
    after are null where that delivery has no such cell; is_revised where both have it and they differ.
    earlier and later: when the two were imported. ward_code and flag are "" where there is none. A delivery
    whose file is damaged is left out.
    """
    store = store or database.list_stores()[-1]  # in public mode the published one, which has no history
    with duckdb.connect() as connection:
        frames = [
            _compare_deliveries(connection, store, earlier, later)
            for deliveries in _list_by_period(store, source)
            for earlier, later in pairwise(deliveries)
        ]
    columns = [*REVISION_COLUMNS, "is_revised"]
    if not frames:
        return pd.DataFrame(columns=columns)
    return pd.concat(frames, ignore_index=True)[columns]


def _list_by_period(store: Store, source: str) -> list[list[Row]]:
    """The deliveries of each month, quarter and year of a source, the first one first; sound ones alone."""
    periods: dict[tuple[str, str, date], list[Row]] = {}
    for row in store.read()[0].to_pylist():
        if is_of_partner(row) and row["source"] == source and soundness.is_sound(store, row):
            periods.setdefault((row["kind"], row["force"], row["month"]), []).append(row)
    return [sorted(rows, key=lambda row: row["imported_at"]) for _, rows in sorted(periods.items())]


_COMPARE = """
WITH earlier AS ({earlier}),
later AS ({later})
SELECT
    $start::DATE AS start,
    $months::INTEGER AS months,
    district_code,
    ward_code,
    offence,
    flag,
    earlier.n AS before,
    later.n AS after,
    coalesce(earlier.n <> later.n, false) AS is_revised
FROM earlier
FULL JOIN later USING (district_code, ward_code, offence, flag)
WHERE (earlier.n IS NOT NULL AND later.n IS NOT NULL) OR coalesce(earlier.n, later.n) > 0
ORDER BY district_code, ward_code, offence, flag
"""
_CELLS = """
SELECT
    district_code,
    coalesce(ward_code, '') AS ward_code,
    offence,
    coalesce(flag, '') AS flag,
    sum(n)::BIGINT AS n
FROM read_parquet({file}, hive_partitioning = false)
GROUP BY ALL
"""


def _compare_deliveries(
    connection: duckdb.DuckDBPyConnection, store: Store, earlier: Row, later: Row
) -> pd.DataFrame:
    cells = {
        name: _CELLS.format(file=_quote(store.path(row["counts_file"] or row["data_file"])))
        for name, row in (("earlier", earlier), ("later", later))
    }
    period = {"start": later["month"], "months": read_months(later)}
    frame = connection.execute(_COMPARE.format(**cells), period).df()
    frame = frame.astype({"before": "Int64", "after": "Int64"})
    return frame.assign(earlier=earlier["imported_at"], later=later["imported_at"])


def read_months(row: Row) -> int:
    """How many months the figures of a partner's manifest row are of: 1, 3 or 12."""
    return 1 if row["kind"] == "incidents" else int(str(row["force"]).rpartition("-")[2])


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
