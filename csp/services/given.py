"""A folder of files that were downloaded by hand, where there is no network: each to the import it is for."""

from __future__ import annotations

from pathlib import Path

from csp.core.characters import printable
from csp.core.errors import UserError
from csp.core.wording import plural
from csp.imports import tables
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.population import import_population
from csp.imports.importer import ImportFiles
from csp.imports.layout import file_name
from csp.imports.report import refusals
from csp.services import street
from csp.services.archive import open_local
from csp.services.work import Work

OUTLINES, TABLES, ZIP = (".geojson", ".json"), (".csv", ".xlsx", ".ods"), ".zip"
BESIDE = ("-outcomes.csv", "-stop-and-search.csv")


def take_folder(work: Work, folder: Path) -> None:
    """Imports outlines, then population, then street files. Raises UserError for a folder of nothing."""
    files = _list_files(folder)
    outlines = [path for path in files if path.suffix.lower() in OUTLINES]
    streets = [path for path in files if file_name(path.name)]
    others = [
        path
        for path in files
        if path.suffix.lower() in TABLES and path not in streets and not path.name.lower().endswith(BESIDE)
    ]
    lookups = [path for path in others if _is_lookup(path)]
    zips = [path for path in files if path.suffix.lower() == ZIP]
    _run(import_lookup, lookups, "Lookup", work)
    _run(import_boundaries, outlines, "Outlines", work)
    _run(import_population, [path for path in others if path not in lookups], "Population", work)
    for path in zips:
        _take_archive(path, work)
    needed = [path for path in streets if (file_name(path.name) or ("",))[0] in work.needs.forces]
    street.bring_files(needed, work)
    if len(needed) < len(streets):
        work.journal.say(f"Passed over: {plural(len(streets) - len(needed), 'street file')} of other forces.")


def _list_files(folder: Path) -> list[Path]:
    shown = printable(str(folder))
    if not folder.is_dir():
        raise UserError(f"{shown} is no folder. Give the folder that the downloaded files lie in.")
    try:
        files = sorted(
            path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))
        )
    except OSError as error:
        raise UserError(f"The folder {shown} cannot be read: {error.strerror}.") from error
    useful = [path for path in files if path.suffix.lower() in (*OUTLINES, *TABLES, ZIP)]
    if not useful:
        raise UserError(
            f"The folder {shown} holds no file that can be used: no GeoJSON, CSV, workbook or zip. "
            "Check the path."
        )
    return useful


def _is_lookup(path: Path) -> bool:
    """Whether a table is of small areas and their wards, by its heading."""
    if path.suffix.lower() != ".csv":
        return False
    try:
        names = {name.upper() for name in tables.header(path, path.name)}
    except (UserError, OSError):
        return False
    return any(name.startswith("LSOA") and name.endswith("CD") for name in names) and any(
        name.startswith("WD") and name.endswith("CD") for name in names
    )


def _run(run: ImportFiles, files: list[Path], what: str, work: Work) -> None:
    if not files:
        return
    summary = run(files, work.store, work.progress)
    for line in refusals(summary.refused):
        work.journal.fail(line)
    rows = sum(loaded.rows_stored for loaded in summary.loaded)
    if summary.loaded:
        names = {loaded.file for loaded in summary.loaded}
        work.journal.say(f"{what}: {plural(rows, 'row')} of {plural(len(names), 'file')}.")


def _take_archive(path: Path, work: Work) -> None:
    """The street files of a zip that are needed; one without any is taken for outlines or tables."""
    try:
        with open_local(path) as archive:
            members = [
                member for (force, _), member in sorted(archive.members.items()) if force in work.needs.forces
            ]
            if archive.members:
                street.bring_members(members, archive, work, street.Brought())
                return
    except UserError as error:
        work.journal.fail(error)
        return
    _run(import_boundaries, [path], "Outlines", work)
