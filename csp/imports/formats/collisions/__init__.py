"""Road collisions of the Department for Transport (STATS19): collision, casualty and vehicle files.

Source: https://www.data.gov.uk/dataset/cb7ae6f0-4be6-4935-9277-47e5ce24a11f/road-accidents-safety-data,
Open Government Licence v3.0. A file holds the whole of Great Britain, one year or many; the districts of
the settings and the areas similar to home are kept. Casualties and vehicles are kept where their
collision is, so they come together with the collision file, or after it. A store has a file for each
table and calendar year. csp.data.store says what the columns are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack, closing
from pathlib import Path

import duckdb

from csp.core import settings
from csp.core.errors import UserError
from csp.data.store import Store
from csp.imports import files, limits
from csp.imports.accounts import account_loaded, describe_store, refuse_unreadable
from csp.imports.files import Candidate
from csp.imports.formats.collisions.batch import Batch
from csp.imports.formats.collisions.layout import recognise
from csp.imports.formats.collisions.reader import CollisionReader
from csp.imports.formats.collisions.stored import count_orphans
from csp.imports.importer import Importer
from csp.imports.layout import NOT_UTF8, csv_sentence
from csp.imports.manifest import Writer, writing
from csp.imports.placing import load_geography
from csp.imports.reconciliation import Line, Reconciliation
from csp.imports.results import Loaded, Outcome, Progress, Refused, Summary
from csp.imports.tables import NotUtf8Error, header, write_utf8

KINDS = ("collisions", "casualties", "vehicles")


def import_collisions(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports files of collisions, casualties and vehicles, all of them in one commit.

    Raises UserError as csp.imports.importer.ImportFiles says.
    """
    store = store or Store(settings.own_extracts())
    with ExitStack() as stack, writing(store) as writer:
        free = shutil.disk_usage(store.root).free
        listing = files.discover(paths, (".csv",), free, stack, limits.COLLISION_BYTES)
        summary = Summary(refused=listing.refused, skipped=listing.skipped)
        geography, spill = load_geography(writer), writer.part(".spill")
        reader = CollisionReader(geography, spill, lambda: writer.part(".csv"))
        stack.enter_context(closing(reader))
        batch = Batch(writer, reader)
        done, total = 0, sum(candidate.size for candidate in listing.candidates)
        later: list[Candidate] = []
        for candidate in listing.candidates:
            if _take(candidate, batch, summary, later):
                done += candidate.size
                _tell(progress, candidate, done, total)
        for candidate in later:
            _take(candidate, batch, summary, None)
            done += candidate.size
            _tell(progress, candidate, done, total)
        _publish(batch, writer, summary)
        describe_store(summary, writer)
    return summary


def _tell(progress: Progress | None, candidate: Candidate, done: int, total: int) -> None:
    if progress is not None:
        progress(candidate.name, done, total)


def _take(candidate: Candidate, batch: Batch, summary: Summary, later: list[Candidate] | None) -> bool:
    """Prepares a file, or puts it off until the collisions are read; whether it is dealt with.

    later: what is put off, None where it is not any more.
    """
    part = batch.writer.part(".csv")
    try:
        path = candidate.fetch(part)
        return _take_anyhow(candidate, path, batch, later)
    except UserError as error:
        summary.refused.append(Refused(candidate.shown, str(error)))
    except duckdb.Error as error:
        summary.refused.append(Refused(candidate.shown, csv_sentence(candidate.shown, str(error))))
    except OSError as error:
        summary.refused.append(refuse_unreadable(candidate, error))
    finally:
        part.unlink(missing_ok=True)
    return True


def _take_anyhow(candidate: Candidate, path: Path, batch: Batch, later: list[Candidate] | None) -> bool:
    """Takes a file as it is, or as UTF-8 where a spreadsheet has saved it in other characters."""
    try:
        return _take_text(candidate, path, path, batch, later)
    except NotUtf8Error:
        pass
    except duckdb.Error as error:
        if NOT_UTF8 not in str(error):
            raise
    text = batch.writer.part(".csv")
    try:
        remark = write_utf8(path, text, candidate.shown)
        is_taken = _take_text(candidate, path, text, batch, later)
    finally:
        text.unlink(missing_ok=True)
    batch.remarks += [remark] if is_taken else []
    return is_taken


def _take_text(
    candidate: Candidate, path: Path, text: Path, batch: Batch, later: list[Candidate] | None
) -> bool:
    kind = recognise(header(text, candidate.shown), candidate.shown).kind
    if later is not None and kind != "collisions":
        later.append(candidate)
        return False
    batch.take(candidate, path, text)
    return True


def _publish(batch: Batch, writer: Writer, summary: Summary) -> None:
    replaced = {key for key in batch.years if writer.find(key[0], str(key[1]))}
    try:
        batch.publish()
    except OSError as error:
        summary.refused += [
            refuse_unreadable(candidate, error)
            for candidate in {each.candidate.shown: each.candidate for each in batch.years.values()}.values()
        ]
        return
    for candidate, row in batch.unchanged:
        summary.loaded.append(account_loaded(candidate, row, "unchanged", writer))
    for key, each in batch.years.items():
        outcome: Outcome = "replaced" if key in replaced else "new"
        summary.loaded.append(account_loaded(each.candidate, each.row, outcome, writer))
    summary.remarks += batch.remarks


def reconcile_years(summary: Summary) -> Reconciliation:
    """A line for each table and year of a file, with every row of it."""
    ordered = sorted(summary.loaded, key=lambda loaded: (KINDS.index(loaded.kind), loaded.force))
    return Reconciliation(
        title="Read = stored (some without place or ward) + outside area + without collision + declined",
        labels=("File", "Table", "Year"),
        figures=(
            *("Read", "Stored", "Without\nplace", "Without\nward", "Outside\narea"),
            *("Without\ncollision", "Otherwise\ndeclined"),
        ),
        lines=tuple(map(_build_line, ordered)),
        folds=True,
    )


def _build_line(loaded: Loaded) -> Line:
    orphans = count_orphans(loaded.rejects)
    figures = (
        loaded.rows_read,
        loaded.rows_stored,
        loaded.without_location,
        loaded.without_ward,
        loaded.outside_area,
        orphans,
        loaded.otherwise_declined - orphans,
    )
    return Line((loaded.file, loaded.kind, loaded.force), figures, loaded.result)


IMPORTER = Importer(
    name="collisions",
    help="Road collisions of the Department for Transport: collision, casualty and vehicle files.",
    kind="collisions",
    suffix=".csv",
    run=import_collisions,
    reconcile=reconcile_years,
    after=("boundaries", "lookup", "peers"),  # which place its rows
    beside=("casualties", "vehicles"),
)
