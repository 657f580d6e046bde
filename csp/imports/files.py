"""Finding the files to read in what people give: files, folders, and the site's zip archives."""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from csp.core.characters import printable
from csp.core.errors import UserError
from csp.imports import limits
from csp.imports.archives import (
    ZIP,
    base_name,
    has_suffix,
    list_archives_within,
    open_archive,
    unpack,
    words,
)
from csp.imports.results import Refused

BESIDE_STREET = {"-outcomes.csv": "outcomes", "-stop-and-search.csv": "stop-and-search"}


@dataclass(frozen=True)
class Candidate:
    """One file to read: a path, or a member of an open zip archive.

    shown and name are printable. inside is True where it lies in a folder or zip rather
    than named by the user.
    """

    shown: str
    name: str
    size: int
    inside: bool
    path: Path | None = None
    archive: zipfile.ZipFile | None = None
    member: zipfile.ZipInfo | None = None

    def fetch(self, part: Path) -> Path:
        """A path with the file's bytes: its own, or part with the zip member unpacked into it.

        Raises UserError for a member that cannot be unpacked, OSError for a full disk.
        """
        if self.path is not None:
            return self.path
        assert self.archive is not None
        assert self.member is not None
        unpack(self.archive, self.member, part, self.shown)
        return part


@dataclass
class Listing:
    """What discover() made of the paths given."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def refuse(self, shown: str, sentence: str) -> None:
        """Notes a file or folder of which nothing is read."""
        self.refused.append(Refused(shown, sentence))


def discover(
    paths: Iterable[Path],
    suffixes: tuple[str, ...],
    free_bytes: int,
    stack: ExitStack,
    largest: int = limits.TABLE_BYTES,
) -> Listing:
    """The files to read, in a fixed order: as given, and by name inside a folder or zip.

    suffixes: such as ".csv" and ".geojson", what to look for inside folders and zips.
    free_bytes: an archive that unpacks to more is refused. Archives stay open until stack closes.
    largest: a file of more bytes is refused. Raises UserError where no path is given at all.
    """
    listing = Listing()
    seen: set[Path] = set()
    given = list(paths)
    if not given:
        raise UserError("No file is named. Give files, folders or zip archives.")
    for path, inside in (file for start in given for file in _walk(start, suffixes, listing)):
        shown = printable(path.name)
        try:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            if path.suffix.lower() == ZIP:
                _add_members(path, suffixes, free_bytes, largest, stack, listing)
            else:
                _add(Candidate(shown, shown, path.stat().st_size, inside, path=path), largest, listing)
        except UserError as error:
            listing.refuse(shown, str(error))
        except OSError as error:
            listing.refuse(shown, f"{shown} could not be read: {error.strerror or error}.")
    return listing


def _walk(given: Path, suffixes: tuple[str, ...], listing: Listing) -> Iterator[tuple[Path, bool]]:
    """The files that a path leads to. What is no file and no folder is refused, never opened."""
    shown = printable(str(given))
    try:
        str(given).encode()
        mode = given.stat().st_mode
        if stat.S_ISDIR(mode):
            inside = sorted(
                path
                for path in given.rglob("*")
                if has_suffix(path.name, (*suffixes, ZIP)) and path.is_file()
            )
            if not inside:
                listing.refuse(
                    shown,
                    f"The folder {shown} holds no {words(suffixes)} file and no zip archive. Check the path.",
                )
            yield from ((path, True) for path in inside)
        elif stat.S_ISREG(mode):
            yield given, False
        else:
            listing.refuse(
                shown,
                f"{shown} is not a file but a device, a pipe or a socket. "
                "Save what comes from it as a file and give that.",
            )
    except FileNotFoundError:
        listing.refuse(shown, f"{shown} does not exist. Check the path.")
    except UnicodeEncodeError:
        listing.refuse(shown, f"{shown} has a name that is not UTF-8 text. Rename it and import it again.")
    except (OSError, ValueError, RuntimeError) as error:
        # A loop of links, a path too long or with a NUL, a folder that may not be searched.
        reason = getattr(error, "strerror", None) or printable(str(error))
        listing.refuse(shown, f"{shown} could not be read: {reason}. Check the path.")


def _add(candidate: Candidate, largest: int, listing: Listing) -> None:
    """Skips, by name and unread, what belongs beside street files; keeps everything else.

    Raises UserError for a file that is too large, or whose name no store can hold.
    """
    if candidate.inside:
        for ending, kind in BESIDE_STREET.items():
            if candidate.name.lower().endswith(ending):
                listing.skipped[kind] += 1
                return
    if candidate.path is not None:
        _check_name(candidate.path)
    if candidate.size > largest:
        raise UserError(
            f"{candidate.shown} is larger than {limits.megabytes(largest)}, more than any file of its kind. "
            "Check that it is the right one, or take a less detailed edition."
        )
    listing.candidates.append(candidate)


def _check_name(path: Path) -> None:
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError as error:
        raise UserError(
            f"{printable(path.name)} has a name, or lies in a folder, that is not UTF-8 text. "
            "Rename it and import it again."
        ) from error


def _add_members(
    path: Path,
    suffixes: tuple[str, ...],
    free_bytes: int,
    largest: int,
    stack: ExitStack,
    listing: Listing,
) -> None:
    archive, members = open_archive(path, suffixes, free_bytes, stack)
    for member in members:
        name = printable(base_name(member))
        shown = f"{printable(path.name)}: {name}"
        try:
            _add(
                Candidate(shown, name, member.file_size, True, archive=archive, member=member),
                largest,
                listing,
            )
        except UserError as error:
            listing.refuse(shown, str(error))
    for name in map(printable, list_archives_within(archive)):
        outer = printable(path.name)
        listing.refuse(
            f"{outer}: {name}",
            f"{outer}: {name} is an archive within an archive, which is not opened. Unpack {outer} and give "
            "the folder instead.",
        )


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def held_still(path: Path, shown: str) -> Iterator[None]:
    """Raises UserError at the end where the file became another one while it was read."""
    before = _state(path.stat())
    yield
    if _state(path.stat()) != before:
        raise UserError(f"{shown} changed while it was read. Wait until it is complete and import it again.")


def _state(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
