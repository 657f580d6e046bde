"""Accounting for an import: what became of each file, and the state in which it leaves the store."""

from __future__ import annotations

from pathlib import Path

from csp.imports.files import Candidate
from csp.imports.manifest import Row, Writer
from csp.imports.months import incomplete, list_stale_years, stale_months
from csp.imports.own_area import explain_missing_months
from csp.imports.results import Loaded, Outcome, Refused, Summary


def account_loaded(candidate: Candidate, row: Row, result: Outcome, writer: Writer) -> Loaded:
    """A file that is in the store, with the counts of its manifest row; a count it has not is 0."""
    assert row["rows_read"] == row["rows_stored"] + row["rows_declined"], candidate.shown
    return Loaded(
        file=candidate.shown,
        force=row["force"],
        month=row["month"],
        rows_read=row["rows_read"],
        rows_stored=row["rows_stored"],
        rows_declined=row["rows_declined"],
        without_location=row.get("without_location") or 0,
        outside_area=row.get("outside_area") or 0,
        without_ward=row.get("without_ward") or 0,
        result=result,
        rejects=Path(writer.store.path(row["rejects_file"])) if row["rejects_file"] else None,
        kind=row["kind"],
    )


def refuse_unreadable(candidate: Candidate, error: OSError) -> Refused:
    """A file that the disk failed on."""
    sentence = f"{candidate.shown} could not be read or stored: {error.strerror or error}."
    return Refused(candidate.shown, sentence)


def describe_store(summary: Summary, writer: Writer) -> None:
    """Fills in what a summary says of the whole store, once all files are dealt with."""
    summary.incomplete = incomplete(writer.rows)
    summary.stale_months = stale_months(writer.rows)
    summary.stale_years = list_stale_years(writer.rows)
    summary.foreign = writer.foreign
    summary.not_counted = explain_missing_months(writer.rows, writer.store)
