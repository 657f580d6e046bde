"""What the imports of road records share: a CSV file, a record a line, checked by csp.core.road_records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Generic, TypeVar

import pyarrow as pa

from csp.core.errors import UserError
from csp.core.road_records.cells import Row, list_missing
from csp.core.stored_names import build_stem
from csp.imports.files import Candidate
from csp.imports.reference import Declined, Piece
from csp.imports.tables import read_table, wrong_width

Record = TypeVar("Record")


@dataclass(frozen=True)
class Kind(Generic[Record]):
    """A kind of record: what its table is called, its columns, those it cannot be without, and its check."""

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    check: Callable[[Row], Record]


def today() -> date:
    """The day on the clock of the machine."""
    return datetime.now(UTC).astimezone().date()


def read_records(
    kind: Kind[Record], path: Path, candidate: Candidate
) -> tuple[dict[int, Record], list[Declined]]:
    """The records of a file by line, each once, and what was declined.

    Raises UserError where none is left.
    """
    head, *rows = read_table(path, candidate.shown)
    if missing := list_missing(kind.needed, head):
        raise UserError(
            f"{candidate.shown} is not a table of {kind.name}: it has no column {', '.join(missing)}. "
            f"Its first line names {', '.join(kind.needed)}."
        )
    names = [name.strip().lower() for name in head]
    places = {column: names.index(column) for column in kind.columns if column in names}
    records: dict[int, Record] = {}
    declined: list[Declined] = []
    seen: set[Record] = set()
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(head):
            raise wrong_width(candidate.shown, line, len(cells), len(head))
        try:
            record = kind.check({column: cells[place] for column, place in places.items()})
            if record in seen:
                raise UserError("The same row stands further up.")
        except UserError as error:
            declined.append((str(line), str(error)))
        else:
            seen.add(record)
            records[line] = record
    refuse_empty(kind.name, candidate, records, declined)
    return records, declined


def refuse_empty(
    name: str, candidate: Candidate, records: Sequence[object] | dict[int, Record], declined: list[Declined]
) -> None:
    """Raises UserError where no record of a file is left, with the first reason."""
    if not records:
        why = f": {declined[0][1].rstrip('.')} (line {declined[0][0]})" if declined else ""
        raise UserError(
            f"{candidate.shown} holds no usable row of {name}{why}. Check that it is the right file."
        )


def name_piece(candidate: Candidate) -> str:
    """What an import of a file replaces: an earlier one of the same name."""
    stem = Path(candidate.name).stem
    return build_stem(stem) or f"file-{hashlib.sha256(stem.encode(errors='replace')).hexdigest()[:8]}"


def build_table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """Rows in the order of a schema's columns; at least one."""
    columns = dict(zip(schema.names, map(list, zip(*rows, strict=True)), strict=True))
    return pa.table(columns, schema=schema)


def build_piece(
    candidate: Candidate, rows: Sequence[tuple[object, ...]], schema: pa.Schema, declined: Sequence[Declined]
) -> list[Piece]:
    """The one piece of a file whose records belong together."""
    return [Piece(name_piece(candidate), build_table(rows, schema), declined)]
