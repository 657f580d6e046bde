"""Street-level crime files of data.police.uk (YYYY-MM-force-street.csv) into incidents and monthly counts.

Source of the layout: https://data.police.uk/about/#columns. A file holds one force and
month. Rows that are identical to one another are separate incidents, so they are grouped
into n and never dropped; the Crime ID is not a key (blank for anti-social behaviour and
for British Transport Police).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from csp.core import settings
from csp.data.store import Store
from csp.imports import files, limits
from csp.imports.accounts import account_loaded, describe_store, refuse_unreadable
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer, writing
from csp.imports.reconciliation import reconcile_months
from csp.imports.results import Outcome, Progress, Refused, Summary
from csp.imports.street_reader import Beside, Result, StreetReader, Unchanged, is_same_edition


def import_street(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports street files from CSV files, folders and zip archives, one commit per file.

    store defaults to the user's extracts. A file that cannot be used is refused with one
    sentence and changes nothing; the others still go in. Raises UserError when nothing
    can be done at all: another import is running, or the folder cannot be written.
    """
    store = store or Store(settings.own_extracts())
    with ExitStack() as stack, writing(store) as writer:
        free = shutil.disk_usage(store.root).free
        listing = files.discover(paths, (".csv",), free, stack, limits.STREET_BYTES)
        summary = Summary(refused=listing.refused, skipped=listing.skipped)
        done, total = 0, sum(candidate.size for candidate in listing.candidates)
        for candidate, result in StreetReader(writer).results(listing.candidates):
            try:
                _settle(candidate, result, writer, summary)
            except OSError as error:
                summary.refused.append(refuse_unreadable(candidate, error))
            done += candidate.size
            if progress is not None:
                progress(candidate.name, done, total)
        describe_store(summary, writer)
    return summary


def _settle(candidate: Candidate, result: Result, writer: Writer, summary: Summary) -> None:
    """Publishes what was prepared, and writes down what became of the file."""
    if isinstance(result, Refused):
        summary.refused.append(result)
    elif isinstance(result, Beside):
        summary.skipped[result.kind] += 1
    elif isinstance(result, Unchanged):
        summary.loaded.append(account_loaded(candidate, result.row, "unchanged", writer))
    else:
        before = writer.find("incidents", result.row["force"], result.row["month"])
        if before is not None and is_same_edition(before, result.row) and writer.is_sound(before):
            # The same bytes twice in one run: the first of the two has gone in meanwhile.
            for part in result.files:
                part.unlink()
            summary.loaded.append(account_loaded(candidate, before, "unchanged", writer))
            return
        writer.publish([result.row], result.files)
        outcome: Outcome = "replaced" if before else "new"
        summary.loaded.append(account_loaded(candidate, result.row, outcome, writer))
        summary.remarks += result.remarks


IMPORTER = Importer(
    name="police",
    help="Street-level crime of data.police.uk: CSV files, folders, or the site's zip archives.",
    kind="incidents",
    suffix=".csv",
    run=import_street,
    reconcile=reconcile_months,
    after=("boundaries", "lookup", "peers"),  # which place its rows
)
