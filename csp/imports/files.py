"""Finding the files to read in what people give: files, folders, and the site's zip archives."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from csp.errors import UserError
from csp.imports.results import Refused

HEAD_BYTES = 1 << 16
UNPACKED_AT_ONCE = 6  # at most: one file for each thread that reads, and those read ahead
BESIDE_STREET = {"-outcomes.csv": "outcomes", "-stop-and-search.csv": "stop-and-search"}


@dataclass(frozen=True)
class Candidate:
    """One file to read: a path, or a member of an open zip archive.

    inside is True where it was found in a folder or zip rather than named by the user.
    """

    shown: str
    name: str
    size: int
    inside: bool
    path: Path | None = None
    archive: zipfile.ZipFile | None = None
    member: str = ""

    def fetch(self, part: Path) -> Path:
        """A path with the file's bytes: its own, or part with the zip member unpacked into it.

        Raises UserError for a damaged member or a full disk.
        """
        if self.path is not None:
            return self.path
        assert self.archive is not None
        try:
            with self.archive.open(self.member) as source, part.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise UserError(
                f"{self.shown} cannot be unpacked, the archive is damaged or encrypted. Download it again."
            ) from error
        return part


@dataclass
class Found:
    """What discover() made of the paths given."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def discover(paths: Iterable[Path], suffix: str, free_bytes: int, stack: ExitStack) -> Found:
    """The files to read, in a fixed order: as given, and by name inside a folder or zip.

    suffix: ".csv" or ".geojson", what to look for inside folders and zips.
    free_bytes: an archive that unpacks to more is refused. Archives stay open until stack closes.
    """
    found = Found()
    seen: set[Path] = set()
    for given in paths:
        for path, inside in _walk(given, suffix, found):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            if path.suffix.lower() == ".zip":
                _open_archive(path, suffix, free_bytes, stack, found)
            else:
                _add(Candidate(path.name, path.name, path.stat().st_size, inside, path=path), found)
    return found


def _walk(given: Path, suffix: str, found: Found) -> Iterator[tuple[Path, bool]]:
    if not given.exists():
        found.refused.append(Refused(str(given), f"{given} does not exist. Check the path."))
    elif given.is_dir():
        inside = sorted(p for p in given.rglob("*") if p.is_file() and _wanted(p.name, (suffix, ".zip")))
        if not inside:
            sentence = f"The folder {given} holds no {suffix} file and no zip archive. Check the path."
            found.refused.append(Refused(str(given), sentence))
        for path in inside:
            yield path, True
    else:
        yield given, False


def _add(candidate: Candidate, found: Found) -> None:
    """Skips, by name and unread, what belongs beside street files; keeps everything else."""
    if candidate.inside:
        for ending, kind in BESIDE_STREET.items():
            if candidate.name.lower().endswith(ending):
                found.skipped[kind] += 1
                return
    found.candidates.append(candidate)


def _open_archive(path: Path, suffix: str, free_bytes: int, stack: ExitStack, found: Found) -> None:
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
        members = archive.infolist()
        _check_archive(path.name, members, suffix, free_bytes)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError):
        sentence = (
            f"{path.name} is not a readable zip archive, the download may be cut short. Download it again."
        )
        found.refused.append(Refused(path.name, sentence))
        return
    except UserError as error:
        found.refused.append(Refused(path.name, str(error)))
        return
    for member in sorted(_of_suffix(members, suffix), key=lambda info: info.filename):
        name = _base_name(member)
        shown = f"{path.name}: {name}"
        candidate = Candidate(shown, name, member.file_size, True, archive=archive, member=member.filename)
        _add(candidate, found)


def _of_suffix(members: Iterable[zipfile.ZipInfo], suffix: str) -> list[zipfile.ZipInfo]:
    return [m for m in members if not m.is_dir() and _wanted(_base_name(m), (suffix,))]


def _base_name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name


def _wanted(name: str, suffixes: tuple[str, ...]) -> bool:
    """By suffix, and not one of the hidden twins ("._name.csv") that a Mac puts beside files."""
    return name.lower().endswith(suffixes) and not name.startswith(".")


def _check_archive(name: str, members: list[zipfile.ZipInfo], suffix: str, free_bytes: int) -> None:
    for member in members:
        if _climbs_out(member.filename):
            raise UserError(
                f'{name} holds a file whose path leads out of the archive ("{member.filename}"), '
                "so none of it was read. Download the archive again from its source."
            )
    wanted = _of_suffix(members, suffix)
    if not wanted:
        raise UserError(f"{name} holds no {suffix} file. Check that it is the right archive.")
    if sum(sorted(member.file_size for member in wanted)[-UNPACKED_AT_ONCE:]) > free_bytes:
        raise UserError(
            f"{name} unpacks to more than the free disk space. Check the archive or free some space."
        )


def _climbs_out(filename: str) -> bool:
    """True for a member path that is absolute, has a drive letter, or goes up."""
    path = filename.replace("\\", "/")
    return path.startswith("/") or bool(re.match(r"^[A-Za-z]:", path)) or ".." in path.split("/")


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def header(path: Path, shown: str) -> list[str]:
    """The column names of a CSV file's first line, stripped of blanks.

    Raises UserError for an empty file, for one that is not text in UTF-8 (a byte order
    mark is fine) and for a workbook.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        raise UserError(f"{shown} is a workbook or an archive, not a CSV file. Save it as CSV (UTF-8) first.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        raise wrong_encoding(shown)
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.strip():
        raise UserError(f"{shown} is empty. Download it again.")
    try:
        first = head.partition(b"\n")[0].decode("utf-8")
        return [column.strip() for column in next(csv.reader(io.StringIO(first)), [])]
    except UnicodeDecodeError as error:
        raise wrong_encoding(shown) from error
    except csv.Error as error:
        raise UserError(f"{shown} cannot be read as CSV ({error}). Download it again.") from error


def wrong_encoding(shown: str) -> UserError:
    """The sentence for a file that is not UTF-8."""
    return UserError(f"{shown} is not UTF-8 text. Download it again, or save it as CSV (UTF-8).")


def read_table(path: Path, shown: str) -> list[list[str]]:
    """Every row of a small CSV file, header first, cells stripped. For reference tables, not street files.

    Raises UserError as header() does, and for a file that cannot be read as CSV.
    """
    header(path, shown)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.strip() for cell in row] for row in csv.reader(file, strict=True) if any(row)]
    except UnicodeDecodeError as error:
        raise wrong_encoding(shown) from error
    except csv.Error as error:
        raise UserError(f"{shown} cannot be read as CSV ({error}). Download it again.") from error
