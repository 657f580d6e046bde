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
from csp.imports.accounts import describe_store
from csp.imports.importer import Importer
from csp.imports.manifest import writing
from csp.imports.reconciliation import reconcile_months
from csp.imports.results import Progress, Summary
from csp.imports.street_group import StreetGroup
from csp.imports.street_reader import StreetReader


def import_street(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports street files from CSV files, folders and zip archives, with a commit every half second.

    store defaults to the user's extracts. A file that cannot be used is refused with one
    sentence and changes nothing; the others still go in. A file that progress was told of is in the store.
    Raises UserError when nothing can be done at all: another import is running, or the folder cannot be
    written.
    """
    store = store or Store(settings.own_extracts())
    with ExitStack() as stack, writing(store) as writer:
        free = shutil.disk_usage(store.root).free
        listing = files.discover(paths, (".csv",), free, stack, limits.STREET_BYTES)
        summary = Summary(refused=listing.refused, skipped=listing.skipped)
        total = sum(candidate.size for candidate in listing.candidates)
        group = StreetGroup(writer, summary, total, progress)
        for candidate, result in StreetReader(writer).results(listing.candidates):
            group.settle(candidate, result)
        group.commit()
        describe_store(summary, writer)
    return summary


IMPORTER = Importer(
    name="police",
    help="Street-level crime of data.police.uk: CSV files, folders, or the site's zip archives.",
    kind="incidents",
    suffix=".csv",
    run=import_street,
    reconcile=reconcile_months,
    after=("boundaries", "lookup", "peers"),  # which place its rows
)
