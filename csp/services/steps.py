"""Outlines and population: what is missing is asked for, kept as a download, and imported as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from csp.core.wording import list_words, plural, years
from csp.data.editions import read_editions
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.population import import_population
from csp.imports.importer import ImportFiles
from csp.imports.results import Summary
from csp.services import downloads, findings
from csp.services.errors import NotThereError, ServiceError
from csp.services.loaded import Loaded
from csp.services.outlines import fetch_outlines
from csp.services.population import fetch_districts, fetch_wards
from csp.services.work import Work

NORTHERN_IRELAND = "N"


def bring_outlines(work: Work) -> None:
    """The ward outlines of every district that has none yet."""
    outlined = Loaded(work.store).find_outlined()
    missing = [code for code in work.needs.districts if code not in outlined]
    folder = downloads.open_folder("outlines")
    files, unknown = [], []
    for place, code in enumerate(missing):
        work.progress(f"Outlines of {work.name_district(code)}", place, len(missing))
        try:
            files.append(
                _download(
                    folder / f"{code}.geojson",
                    lambda code=code: fetch_outlines(work.client, work.services.outlines, code),  # type: ignore[misc]
                    work,
                )
            )
        except NotThereError:
            work.journal.is_answered = True
            unknown.append(code)
        except ServiceError as error:
            work.journal.fail(error)
            break
    if unknown:
        names = [work.name_district(code) for code in unknown]
        work.journal.fail(ServiceError(findings.describe_no_outlines(work.services.outlines, names)))
    summary = bring_in(files, import_boundaries, work)
    wards = sum(loaded.rows_stored for loaded in summary.loaded)
    before = len(outlined & {*work.needs.districts})
    if not work.journal.has_no_network:
        work.journal.say(findings.describe_outlines(len(summary.loaded), wards, before))


def bring_population(work: Work) -> None:
    """The population of every district, and of the wards of home, where either is missing."""
    _bring_districts(work)
    _bring_wards(work)


def _bring_districts(work: Work) -> None:
    service = work.services.population
    populated = Loaded(work.store).find_populated()
    missing = [code for code in work.needs.districts if code not in populated]
    if any(code.startswith(NORTHERN_IRELAND) for code in missing):
        work.journal.say(findings.describe_northern_ireland(service))
    asked = [code for code in work.needs.districts if not code.startswith(NORTHERN_IRELAND)]
    if not set(asked) & set(missing):
        return
    work.progress("Population of districts", 0, 1)
    try:
        path = _download(
            downloads.open_folder("population") / "nomis-districts.csv",
            lambda: fetch_districts(work.client, service, asked),
            work,
        )
    except ServiceError as error:
        work.journal.fail(error)
        return
    bring_in([path], import_population, work)
    loaded = Loaded(work.store)
    known = loaded.find_populated()
    editions = read_editions(work.store, [row for row in loaded.sound if row["kind"] == "population"])
    figures = {key for edition in editions for key in edition.figures if key[0] in asked}
    if figures:
        span = years(sorted({year for _, year in figures}))
        work.journal.say(f"Population: {plural(len({code for code, _ in figures}), 'district')}, {span}.")
    still = [work.name_district(code) for code in asked if code not in known]
    if still:
        work.journal.fail(ServiceError(f"{service.name} has no population of {list_words(still)}"))


def _bring_wards(work: Work) -> None:
    service = work.services.population
    loaded = Loaded(work.store)
    home = [code for code in work.needs.home if not code.startswith(NORTHERN_IRELAND)]
    wards = [ward for code in home for ward in loaded.list_wards(code)]
    if not wards or set(wards) & loaded.find_populated():
        return
    work.progress("Population of wards", 0, 1)
    try:
        path = _download(
            downloads.open_folder("population") / f"nomis-wards-{work.area.home}.csv",
            lambda: fetch_wards(work.client, service, wards),
            work,
        )
    except ServiceError as error:
        work.journal.fail(error)
        return
    bring_in([path], import_population, work)
    known = set(wards) & Loaded(work.store).find_populated()
    work.journal.say(findings.describe_wards(len(known), len(wards), work.area.home_name))


def _download(path: Path, fetch: Callable[[], bytes], work: Work) -> Path:
    """The path of a download, which is not made a second time."""
    if not path.exists():
        downloads.keep(path, fetch())
        work.journal.is_answered = True
    return path


def bring_in(files: Sequence[Path], run: ImportFiles, work: Work) -> Summary:
    """Imports downloads by the code that imports any file; whatever came of them, they are not kept."""
    summary = run(files, work.store) if files else Summary()
    for refused in summary.refused:
        work.journal.fail(refused.sentence)
    delete(files)
    return summary


def delete(files: Iterable[Path]) -> None:
    """Removes downloads that are dealt with."""
    for path in files:
        path.unlink(missing_ok=True)
