"""The members of a zip archive that an import reads, and why an archive is refused."""

from __future__ import annotations

import errno
import lzma
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from csp.core.characters import printable, quote
from csp.core.errors import UserError
from csp.imports import limits
from csp.imports.tables import find_packing, is_web_page

ZIP = ".zip"
UNPACKED_AT_ONCE = 6  # at most: one file for each thread that reads, and those read ahead

# What zipfile and its decompressors raise for an archive that is not as it should be.
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(RuntimeError, ValueError, OverflowError, IndexError, KeyError, AttributeError),
)
READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
ENCRYPTED = 0x1
# Deflate64, which Python cannot unpack.
_WINDOWS = {9: ", as Windows does with large folders"}

# Outlines in other formats, by the ending of a file or folder.
_OTHERS = {
    ".shp": "a Shapefile",
    ".gdb": "a File Geodatabase",
    ".gpkg": "a GeoPackage",
    ".kml": "KML",
    ".gml": "GML",
}

_CUT = "is not a readable zip archive, the download may be cut short. Download it again."
_DAMAGED = "cannot be unpacked, the archive is damaged. Download it again."
_UNPACK = "Unpack it and give the folder instead."


def open_archive(
    path: Path, suffixes: tuple[str, ...], free_bytes: int, stack: ExitStack
) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """An open archive and its members with one of the suffixes, by name. It stays open until stack closes.

    Of members with one name the last counts, as for every program that unpacks. Raises UserError
    for an archive that is damaged, leads out of itself, or unpacks to more than free_bytes.
    """
    shown = printable(path.name)
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
        members = archive.infolist()
    except NotImplementedError as error:
        raise UserError(f"{shown} is a zip archive of a kind that cannot be read here. {_UNPACK}") from error
    except (*DAMAGE, MemoryError) as error:
        check_packed(path, shown)
        raise UserError(f"{shown} {_CUT}") from error
    except OSError as error:
        raise (UserError(f"{shown} {_CUT}") if _is_damage(error) else error) from error
    _check_archive(shown, members, suffixes, free_bytes)
    by_name = {member.filename: member for member in _of_suffix(members, suffixes)}
    return archive, [by_name[name] for name in sorted(by_name)]


def check_packed(path: Path, shown: str) -> None:
    """Raises UserError for a file that is no zip archive but packed otherwise, or a web page."""
    with path.open("rb") as file:
        head = file.read(limits.FIRST_LINE_BYTES)
    if is_web_page(head):
        raise UserError(
            f"{shown} is a web page, not an archive: the site may have answered with a page instead of the "
            "file. Download it again."
        )
    packing = find_packing(head)
    if packing:
        raise UserError(f"{shown} is packed as {packing}, not as zip. {_UNPACK}")


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, shown: str) -> None:
    """Writes a member's bytes to target. Raises UserError for one that cannot be unpacked."""
    if member.flag_bits & ENCRYPTED:
        raise UserError(f"{shown} is protected by a password. {_UNPACK}")
    if member.compress_type not in READABLE:
        raise UserError(
            f"{shown} cannot be unpacked here: the archive packs it in another way than usual "
            f"(method {member.compress_type}){_WINDOWS.get(member.compress_type, '')}. {_UNPACK}"
        )
    if member.file_size > limits.PACKED_RATIO_FROM and (
        member.file_size > limits.PACKED_RATIO * member.compress_size
    ):
        raise UserError(
            f"{shown} unpacks to more than {limits.PACKED_RATIO} times its size, which no table does. "
            "Check where the archive comes from."
        )
    try:
        with archive.open(member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
    except NotImplementedError as error:
        raise UserError(f"{shown} cannot be unpacked here. {_UNPACK}") from error
    except DAMAGE as error:
        raise UserError(f"{shown} {_DAMAGED}") from error
    except OSError as error:
        raise (UserError(f"{shown} {_DAMAGED}") if _is_damage(error) else error) from error


def _is_damage(error: OSError) -> bool:
    """Whether an OSError comes from places and streams that the archive names wrongly, not from the disk."""
    return error.errno in (None, errno.EINVAL)


def base_name(member: zipfile.ZipInfo) -> str:
    """A member's name without its folders."""
    return PurePosixPath(member.filename.replace("\\", "/")).name


def has_suffix(name: str, suffixes: tuple[str, ...]) -> bool:
    """By suffix, and none of the twins that a Mac ("._name.csv") or Excel ("~$name.xlsx") puts beside it."""
    return name.lower().endswith(suffixes) and not name.startswith((".", "~$"))


def words(suffixes: tuple[str, ...]) -> str:
    """Suffixes for sentences: ".csv or .xlsx"."""
    return " or ".join(suffixes)


def list_archives_within(archive: zipfile.ZipFile) -> list[str]:
    """The names of the archives that lie in an archive."""
    return sorted({base_name(member) for member in _of_suffix(archive.infolist(), (ZIP,))})


def _of_suffix(members: Iterable[zipfile.ZipInfo], suffixes: tuple[str, ...]) -> list[zipfile.ZipInfo]:
    return [member for member in members if not member.is_dir() and has_suffix(base_name(member), suffixes)]


def _check_archive(
    shown: str, members: list[zipfile.ZipInfo], suffixes: tuple[str, ...], free_bytes: int
) -> None:
    if len(members) > limits.ARCHIVE_MEMBERS:
        raise UserError(
            f"{shown} holds {len(members):,} files, more than any archive of the site. "
            "Unpack the part that you need and give the folder."
        )
    for member in members:
        if _climbs_out(member.filename):
            raise UserError(
                f"{shown} holds a file whose path leads out of the archive ({quote(member.filename)}), "
                "so none of it was read. Download the archive again from its source."
            )
    to_read = _of_suffix(members, suffixes)
    if not to_read and _of_suffix(members, (ZIP,)):
        raise UserError(f"{shown} holds further archives and no {words(suffixes)} file. {_UNPACK}")
    if not to_read:
        raise UserError(f"{shown} holds no {words(suffixes)} file{_name_others(members)}")
    if sum(sorted(member.file_size for member in to_read)[-UNPACKED_AT_ONCE:]) > free_bytes:
        raise UserError(
            f"{shown} unpacks to more than the free disk space. Check the archive or free some space."
        )


def _name_others(members: Iterable[zipfile.ZipInfo]) -> str:
    """The end of the sentence for an archive of nothing to read: what it holds instead, and what to do."""
    inside = {part for member in members for part in PurePosixPath(member.filename.lower()).parts}
    for ending, kind in _OTHERS.items():
        if any(part.endswith(ending) for part in inside):
            return f" but {kind}. Download the same as GeoJSON, in WGS84 where it is offered."
    return ". Check that it is the right archive."


def _climbs_out(filename: str) -> bool:
    """True for a member path that is absolute, has a drive letter, or goes up."""
    path = filename.replace("\\", "/")
    return path.startswith("/") or bool(re.match(r"^[A-Za-z]:", path)) or ".." in path.split("/")
