"""The police archive: a zip of all forces, of which only the members that are needed are read.

The list at the end of the zip says which months each force supplied, and by its checksums which were revised.
Members are called YYYY-MM/YYYY-MM-force-street.csv. An archive is of 36 months to the one it is named after.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from remotezip import PartialBuffer, RemoteZip, RemoteZipError

from csp.core.errors import UserError
from csp.core.wording import capitalise
from csp.imports import archives, limits
from csp.imports.layout import file_name, first_day
from csp.services.addresses import PoliceService
from csp.services.client import Client
from csp.services.errors import ServiceError

LATEST = "latest"
# The list at the end of the archive: 5,000 members of about 110 bytes. What is missing is asked for again.
LIST_BYTES = 1 << 20
# Packed, of one reply: a month of the largest force is 5 MB.
MOST_BYTES = 256 << 20


@dataclass(frozen=True)
class Member:
    """A street file in an archive: whose and of when, its checksum, and its bytes, packed and not."""

    force: str
    month: date
    crc: int
    size: int
    packed: int
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        return archives.base_name(self.info)


@dataclass(frozen=True)
class Archive:
    """An open archive and its street files by force and month. shown: what sentences call it."""

    shown: str
    zip: zipfile.ZipFile
    members: Mapping[tuple[str, date], Member]

    @property
    def months(self) -> list[date]:
        """Every month that any force supplied, in order."""
        return sorted({month for _, month in self.members})

    def unpack(self, member: Member, target: Path) -> None:
        """Writes a member to a file. Raises UserError for one that cannot be read or does not arrive."""
        try:
            archives.unpack(self.zip, member.info, target, f"{self.shown}: {member.name}")
        except RemoteZipError as error:
            raise ServiceError(f"{self.shown} is not as its list says ({member.name})") from error


@contextmanager
def open_remote(client: Client, service: PoliceService, which: str = LATEST) -> Iterator[Archive]:
    """An archive of the service, read by ranges. Raises ServiceError."""
    address = service.archive.replace("{archive}", which)
    ranges = _Ranges(client, service, address)
    try:
        opened = RemoteZip(address, initial_buffer_size=LIST_BYTES, fetcher=lambda *_, **__: ranges)
    except (*archives.DAMAGE, RemoteZipError, NotImplementedError) as error:
        raise ServiceError(f"{service.name} sends something else instead of a zip archive") from error
    with opened as archive:
        yield Archive(capitalise(service.name), archive, _list_members(archive))


@contextmanager
def open_local(path: Path) -> Iterator[Archive]:
    """An archive that was downloaded. Raises UserError for one that cannot be read."""
    try:
        opened = zipfile.ZipFile(path)
    except (*archives.DAMAGE, NotImplementedError) as error:
        raise UserError(f"{path.name} is not a readable zip archive. Download it again.") from error
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}.") from error
    with opened as archive:
        yield Archive(path.name, archive, _list_members(archive))


def _list_members(archive: zipfile.ZipFile) -> dict[tuple[str, date], Member]:
    members: dict[tuple[str, date], Member] = {}
    if len(archive.infolist()) > limits.ARCHIVE_MEMBERS:
        raise ServiceError("the archive lists more files than any of the site")
    for info in archive.infolist():
        named = file_name(archives.base_name(info))
        if named is None or info.file_size > limits.STREET_BYTES or info.compress_size > MOST_BYTES:
            continue
        force, month = named[0], first_day(named[1])
        members[force, month] = Member(force, month, info.CRC, info.file_size, info.compress_size, info)
    return members


class _Ranges:
    """What remotezip reads an archive by: every part is asked for by our client, and of one edition."""

    def __init__(self, client: Client, service: PoliceService, address: str) -> None:
        self.client, self.service, self.address = client, service, address
        self.edition: str | None = None

    def fetch(self, wanted: tuple[int, int | None], **_: bool) -> Any:
        """A range of bytes, whole: a reply that is read bit by bit could not be asked for again."""
        first, last = wanted
        text = f"bytes={first}" if first < 0 else f"bytes={first}-{'' if last is None else last}"
        part = self.client.fetch_range(self.service.name, self.address, text, MOST_BYTES)
        if self.edition is not None and part.edition != self.edition:
            self._refuse_change()
        self.edition = part.edition
        return PartialBuffer(io.BytesIO(part.content), part.first, len(part.content), False)

    def _refuse_change(self) -> NoReturn:
        raise ServiceError(f"{self.service.name} was replaced by a new edition while it was read")
