"""Street files: the members of the police archive that are needed, some at a time, downloaded and imported.

A month counts as loaded where the store has it, whole and placed by the outlines of now. What is downloaded
and not imported yet, since the command was killed, is taken from the disk.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from csp.core.errors import UserError
from csp.core.filters import Period, add_months
from csp.core.new_file import write_beside
from csp.imports.formats.police import import_street
from csp.imports.manifest import Row
from csp.imports.results import Loaded as LoadedFile
from csp.services import downloads, findings
from csp.services.archive import LATEST, Archive, Member, open_remote
from csp.services.downloads import Fetched
from csp.services.errors import NotThereError, ServiceError
from csp.services.loaded import Loaded
from csp.services.steps import delete
from csp.services.work import Work

# Downloaded and imported together: more would fill the disk, fewer would take longer.
FILES_AT_ONCE = 12

Key = tuple[str, date]


@dataclass
class Brought:
    """What came of street files: those imported, what the store had before, and what was not supplied."""

    files: list[LoadedFile] = field(default_factory=list)
    before: Mapping[Key, Row] = field(default_factory=dict)
    absent: list[Key] = field(default_factory=list)
    newest: date | None = None

    def count_new(self, force: str) -> int:
        """How many files of a force changed what is loaded."""
        return sum(each.force == force and each.result != "unchanged" for each in self.files)


def bring_months(work: Work, months: int) -> Brought:
    """The latest months of every force that is needed, but those that are loaded."""
    loaded = Loaded(work.store)
    placed = loaded.find_placed()
    brought = Brought(before=loaded.find_months())
    which, end = LATEST, None
    first: date | None = None
    while first is None or (end is not None and end >= first):
        if first and end and placed >= set(_list_keys(work, first, end)):
            break
        try:
            with open_remote(work.client, work.services.police, which) as archive:
                work.journal.is_answered = True
                held = archive.months
                if not held:
                    raise ServiceError(f"{archive.shown} holds no street files")
                end = min(end or held[-1], held[-1])
                first = first or add_months(end, 1 - months)
                brought.newest = brought.newest or end
                reach = [month for month in held if first <= month <= end]
                wanted = [key for key in _list_keys(work, first, end) if key[1] in reach]
                brought.absent += [key for key in wanted if key not in archive.members]
                here = [archive.members[key] for key in wanted if key in archive.members]
                bring_members(
                    [member for member in here if (member.force, member.month) not in placed],
                    archive,
                    work,
                    brought,
                )
        except ServiceError as error:
            if isinstance(error, NotThereError) and end is not None:
                work.journal.say(findings.describe_beginning(work.services.police, add_months(end, 1)))
            else:
                work.journal.fail(error)
            break
        end = add_months(held[0], -1)
        which = f"{end:%Y-%m}"
    return brought


def _list_keys(work: Work, first: date, last: date) -> list[Key]:
    """Every force that is needed with every month from the first to the last."""
    months = Period(first, (last.year - first.year) * 12 + last.month - first.month + 1).each()
    return [(force, month) for force in work.needs.forces for month in months]


def bring_changed(work: Work) -> Brought:
    """The months that the newest archive has and the store has not, or not as the archive has them now."""
    brought = Brought(before=Loaded(work.store).find_months())
    record = downloads.read_record()
    starts = {
        force: min(month for of, month in brought.before if of == force)
        for force in work.needs.forces
        if any(of == force for of, _ in brought.before)
    }
    start = min(starts.values())
    try:
        with open_remote(work.client, work.services.police) as archive:
            work.journal.is_answered = True
            brought.newest = archive.months[-1] if archive.months else None
            changed = [
                member
                for (force, month), member in sorted(archive.members.items())
                if force in work.needs.forces
                and month >= starts.get(force, start)
                and not is_as_fetched(member, brought.before.get((force, month)), record)
            ]
            bring_members(changed, archive, work, brought)
    except ServiceError as error:
        work.journal.fail(error)
    return brought


def is_as_fetched(member: Member, row: Row | None, record: Mapping[str, Fetched]) -> bool:
    """Whether the store has a month as the archive has it, by the checksum of the file it was read from."""
    entry = record.get(member.name)
    return (
        row is not None
        and entry is not None
        and (entry.crc, entry.size) == (member.crc, member.size)
        and entry.sha256 == row["sha256"]
    )


def bring_members(members: Sequence[Member], archive: Archive, work: Work, brought: Brought) -> None:
    """Downloads and imports members of an archive, some at a time. Raises ServiceError where one is lost.

    Those that came before it are imported all the same.
    """
    folder = downloads.open_folder("police")
    done, total = 0, sum(member.packed for member in members)
    for start in range(0, len(members), FILES_AT_ONCE):
        paths: dict[Path, Member] = {}
        failure: ServiceError | None = None
        for member in members[start : start + FILES_AT_ONCE]:
            work.progress(member.name, done, total)
            try:
                paths[_download(folder / member.name, member, archive)] = member
            except ServiceError as error:
                failure = error
                break
            except UserError as error:
                work.journal.fail(error)
            done += member.packed
        work.progress("Importing", done, total)
        _import(paths, work, brought)
        if failure is not None:
            raise failure


def _download(target: Path, member: Member, archive: Archive) -> Path:
    """Unpacks a member under its name, whole or not at all; one that is there already is compared."""
    if target.exists() and target.stat().st_size == member.size and _checksum(target) == member.crc:
        return target
    try:
        with write_beside(target) as unfinished:
            archive.unpack(member, unfinished)
            with unfinished.open("rb") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
    except OSError as error:
        raise UserError(f"{target} cannot be written: {error.strerror}. Free some space.") from error
    return target


def _checksum(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            crc = zlib.crc32(chunk, crc)
    return crc


def _import(paths: Mapping[Path, Member], work: Work, brought: Brought) -> None:
    """Writes down of which edition downloads are, and imports them as any file.

    In this order: an entry of a file that did not go in is of no row of the store, and counts for nothing.
    """
    if not paths:
        return
    new = {member.name: Fetched(member.crc, member.size, _digest(path)) for path, member in paths.items()}
    downloads.write_record(downloads.read_record() | new)
    summary = import_street(list(paths), work.store)
    for refused in summary.refused:
        work.journal.fail(refused.sentence)
    delete(paths)
    brought.files += summary.loaded


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def say_loaded(work: Work, brought: Brought | None = None) -> None:
    """What is loaded of each force now, what is missing, and what there is to know of it.

    brought: what was fetched, None where nothing was.
    """
    loaded = Loaded(work.store)
    for force in work.needs.forces:
        rows = [row for (of, _), row in sorted(loaded.find_months().items()) if of == force]
        new = None if brought is None else brought.count_new(force)
        work.journal.say(findings.describe_force(force, rows, new, work.districts.values()))
    for sentence in findings.describe_absent(brought.absent if brought else (), work.districts.values()):
        work.journal.say(sentence)
    for sentence in findings.describe_condition(loaded.rows, work.store):
        work.journal.say(sentence)


def bring_files(files: Iterable[Path], work: Work) -> None:
    """Street files that were downloaded by hand, as they are."""
    paths = list(files)
    if paths:
        summary = import_street(paths, work.store, work.progress)
        for refused in summary.refused:
            work.journal.fail(refused.sentence)
