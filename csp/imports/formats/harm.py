"""Another index of harm: a table of index, subgroup, median_days, mean_days, as data/reference has it.

The subgroups are those of the Home Office, named as in data/reference/harm_weights.csv. An index
that gives one weight a subgroup, such as the Crime Severity Score of ONS or the unit costs of the
Home Office, has it in both columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from csp.core import reference_tables, settings
from csp.core.characters import printable_name, quote
from csp.core.errors import UserError
from csp.core.stored_names import build_stem
from csp.data.store import HARM_WEIGHTS, Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.tables import read_table, wrong_width

COLUMNS = ("index", "subgroup", "median_days", "mean_days")
WEIGHT = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
LONGEST_NAME = 60

Weights = dict[str, tuple[float, float]]


def import_harm(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports indices of harm from CSV files; one result per index. Raises UserError as ImportFiles says."""
    return import_tables("harm", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    head, *rows = read_table(path, candidate.shown)
    names = [name.strip().lower() for name in head]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UserError(
            f"{candidate.shown} is not a table of harm weights: it has no column {', '.join(missing)}. "
            f"Its first line names {', '.join(COLUMNS)}."
        )
    places = [names.index(name) for name in COLUMNS]
    known = _list_subgroups()
    indices: dict[str, Weights] = {}
    declined: list[Declined] = []
    for line, cells in enumerate(rows, start=2):
        if len(cells) != len(head):
            raise wrong_width(candidate.shown, line, len(cells), len(head))
        index, subgroup, median, mean = (cells[place].strip() for place in places)
        reason = _reason(index, subgroup, (median, mean), known, indices)
        if reason:
            declined.append((str(line), reason))
        else:
            indices.setdefault(index, {})[subgroup] = (float(median), float(mean))
    if not indices:
        why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
        raise UserError(f"{candidate.shown} holds no usable weight{why}. Check that it is the right table.")
    first, *others = (Piece(build_stem(index), _build_table(index, each)) for index, each in indices.items())
    return [Piece(first.force, first.table, declined), *others]


def _list_subgroups() -> frozenset[str]:
    rows = reference_tables.read(settings.REFERENCE / "harm_weights.csv")
    return frozenset(row["subgroup"] for row in rows)


def _reason(
    index: str,
    subgroup: str,
    weights: tuple[str, str],
    known: frozenset[str],
    indices: dict[str, Weights],
) -> str | None:
    stem = build_stem(index)
    if not stem or len(index) > LONGEST_NAME or printable_name(index) != index:
        return f"not the name of an index: {quote(index)}"
    if any(build_stem(other) == stem and other != index for other in indices):
        return f"too like the name of another index: {quote(index)}"
    if subgroup not in known:
        return f"not a subgroup of harm_weights.csv: {quote(subgroup)}"
    wrong = next((weight for weight in weights if not WEIGHT.fullmatch(weight)), None)
    if wrong is not None:
        return f"not a weight: {quote(wrong)}"
    return "subgroup named twice" if subgroup in indices.get(index, {}) else None


def _build_table(index: str, weights: Weights) -> pa.Table:
    rows = [(index, subgroup, *both) for subgroup, both in weights.items()]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return pa.table(dict(zip(HARM_WEIGHTS.names, columns, strict=True)), schema=HARM_WEIGHTS)


IMPORTER = Importer(
    name="harm",
    help="Another index of harm: weights by subgroup of the Home Office, as data/reference/harm_weights.csv.",
    kind="harm",
    suffix=".csv",
    run=import_harm,
    reconcile=reconcile_tables("Harm weights", "Index"),
)
