"""Storing a partner's extract: counts by month, quarter or year, with what was delivered before kept.

Of a file the dashboard keeps how many there are by month, district, ward, offence and mark, and nothing else:
no coordinates, postcodes, names or free text. Months go into monthly_counts, where every page finds them by
their source; what is counted by the quarter or the year goes into partner_figures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from csp.core import settings
from csp.core.errors import UserError
from csp.core.measures import read_shipped
from csp.core.partner.declaration import Declaration
from csp.core.partner.findings import Result
from csp.core.stored_names import check_name
from csp.data import soundness
from csp.data.store import MONTHLY_COUNTS, PARTNER_FIGURES, Store
from csp.imports.manifest import Row, Writer, writing
from csp.imports.partner.checks import build_result
from csp.imports.partner.counting import CELLS, Terms, count_cells
from csp.imports.results import Outcome


@dataclass(frozen=True)
class Delivery:
    """A file that is brought in: its name without a folder, the SHA-256 of its bytes, and who brings it in.

    by: the name of an editor, None for the user of the command line. is_provisional: whether the file says
    that its figures may yet be revised.
    """

    file: str
    sha256: str
    by: str | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class StoredPeriod:
    """A month, quarter or year as it was stored, in what is counted: a row of a table counts its figure.

    read: stored and declined together. outside: of the declined. without_ward: of the stored.
    """

    start: date
    months: int
    read: int
    stored: int
    declined: int
    outside: int
    without_ward: int
    outcome: Outcome


@dataclass(frozen=True)
class Stored:
    """What an import did. moment: when, which undo_import() takes; None where all was stored before."""

    source: str
    moment: datetime | None
    result: Result
    periods: tuple[StoredPeriod, ...]


def store_extract(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    terms: Terms,
    delivery: Delivery,
    store: Store | None = None,
) -> Stored:
    """Stores what passes the checks of a tidy table, in one step.

    A month that was delivered before is replaced, and what was delivered of it is kept for its revisions.
    Raises UserError where no row passes, while another import runs, and for a folder that cannot be written.
    """
    check_source(terms.declaration)
    store = store or Store(settings.own_extracts())
    count_cells(connection, table, terms)
    result = build_result(connection, terms, store)
    if not result.stored:
        raise UserError(f"Nothing of {delivery.file} can be stored. {result.summary}")
    with writing(store, by=delivery.by) as writer:
        rows, files = _write_periods(connection, terms, delivery, writer)
        outcomes = [_find_outcome(row, part, writer) for row, part in zip(rows, files, strict=True)]
        periods = tuple(map(_describe_period, rows, outcomes))
        if all(outcome == "unchanged" for outcome in outcomes):
            return Stored(terms.declaration.code, None, result, periods)
        writer.publish(rows, files)
        moment: datetime = writer.rows[-1]["imported_at"]
    return Stored(terms.declaration.code, moment, result, periods)


def check_source(declaration: Declaration) -> None:
    """Raises UserError for a source under whose name other files are stored."""
    code = declaration.code
    forces = {district.force_slug for district in settings.read_districts().values()}
    if code in forces | {"dft", *read_shipped().sources}:
        raise UserError(
            f'The source "{code}" is one of the dashboard\'s own. Declare yours under another name.'
        )


_PERIODS = f"""
SELECT
    start,
    months,
    sum(added) FILTER (fault <> '') AS declined,
    sum(added) FILTER (fault = 'outside') AS outside,
    sum(stored) AS stored,
    sum(added - stored) FILTER (fault = '') AS repeated,
    sum(stored) FILTER (ward_code IS NULL AND fault = '') AS without_ward,
    bool_or(ward_code IS NOT NULL OR has_new_ward) AS has_wards,
    bool_or(fault = '') AS is_stored
FROM {CELLS}
WHERE start IS NOT NULL AND months IS NOT NULL
GROUP BY start, months
HAVING is_stored
ORDER BY start, months
"""
_FIGURES = f"""
SELECT
    $source AS source,
    start,
    months,
    district_code,
    ward_code,
    offence_code AS offence,
    flag_code AS flag,
    sum(stored)::BIGINT AS n
FROM {CELLS}
WHERE fault = '' AND start = $start AND months = $months
GROUP BY ALL
ORDER BY district_code, ward_code NULLS FIRST, offence, flag NULLS FIRST
"""


def _write_periods(
    connection: duckdb.DuckDBPyConnection, terms: Terms, delivery: Delivery, writer: Writer
) -> tuple[list[Row], dict[Path, str]]:
    """The manifest rows of an extract, and their files in the same order."""
    rows: list[Row] = []
    files: dict[Path, str] = {}
    cursor = connection.execute(_PERIODS)
    names = [column[0] for column in cursor.description or ()]
    for values in cursor.fetchall():
        period = dict(zip(names, values, strict=True))
        parameters = {"source": terms.declaration.code, "start": period["start"], "months": period["months"]}
        figures = connection.sql(_FIGURES, params=parameters).to_arrow_table()
        part = writer.part(".parquet")
        row = _build_row(terms.declaration.code, period, figures, delivery)
        _write_figures(figures, part, row)
        files[part] = row["counts_file"] or row["data_file"]
        rows.append(row)
    return rows, files


def _build_row(source: str, period: Mapping[str, object], figures: pa.Table, delivery: Delivery) -> Row:
    """The row of the list of files for a month, quarter or year."""
    start, months = period["start"], period["months"]
    assert isinstance(start, date)
    tally = {name: int(str(period[name] or 0)) for name in ("declined", "outside", "stored", "repeated")}
    declined = tally["declined"] + tally["repeated"]
    is_month = months == 1
    name = _name_file(source, start, months, figures)
    return {
        "kind": "incidents" if is_month else "partner_figures",
        "source": source,
        "force": source if is_month else f"{source}-{months}",
        "month": start,
        "file": delivery.file,
        "sha256": delivery.sha256,
        "rows_read": tally["stored"] + declined,
        "rows_stored": tally["stored"],
        "rows_declined": declined,
        "without_location": 0,
        "outside_area": tally["outside"],
        "without_ward": int(str(period["without_ward"] or 0)) if period["has_wards"] else 0,
        "data_file": None if is_month else name,
        "counts_file": name if is_month else None,
        "rejects_file": None,
        "districts": ";".join(sorted(set(figures["district_code"].to_pylist()))),
        "replaced_at": None,
        "provisional": delivery.is_provisional,
    }


def _name_file(source: str, start: date, months: object, figures: pa.Table) -> str:
    cells = repr(figures.to_pydict()).encode()
    digest = hashlib.sha256(cells).hexdigest()[:16]
    if months == 1:
        folder = f"monthly_counts/source={source}/force={source}/year={start.year}"
        return check_name(f"{folder}/{start:%Y-%m}-{digest}.parquet")
    return check_name(f"partner_figures/{source}-{months}-{start:%Y-%m}-{digest}.parquet")


def _write_figures(figures: pa.Table, part: Path, row: Row) -> None:
    """The cells of a period as a file of its table."""
    schema = MONTHLY_COUNTS if row["kind"] == "incidents" else PARTNER_FIGURES
    columns = [figures["start" if field.name == "month" else field.name].cast(field.type) for field in schema]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), part, compression="zstd")


def _find_outcome(row: Row, part: Path, writer: Writer) -> Outcome:
    """Whether a period is new, replaces another delivery of it, or is what is stored already."""
    before = writer.find(row["kind"], row["force"], row["month"])
    if before is None:
        return "new"
    sealed = before["counts_seal"] or before["data_seal"]
    is_same = sealed == soundness.seal(part) and writer.is_sound(before)
    is_same = is_same and bool(before["provisional"]) == row["provisional"]
    return "unchanged" if is_same and before["rows_read"] == row["rows_read"] else "replaced"


def _describe_period(row: Row, outcome: Outcome) -> StoredPeriod:
    return StoredPeriod(
        start=row["month"],
        months=1 if row["kind"] == "incidents" else int(row["force"].rpartition("-")[2]),
        read=row["rows_read"],
        stored=row["rows_stored"],
        declined=row["rows_declined"],
        outside=row["outside_area"],
        without_ward=row["without_ward"],
        outcome=outcome,
    )
