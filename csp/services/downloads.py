"""What has been downloaded and is not imported yet, and what was fetched of which edition.

Both lie in data/cache, or the folder that CSP_CACHE names. A download is there whole or not at all, so that
a command that was killed goes on where it was. The record may be lost: then more is fetched than need be.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from csp.core import settings
from csp.core.errors import UserError
from csp.core.new_file import sync_folder, write_beside

RECORD = "fetched.json"


@dataclass(frozen=True)
class Fetched:
    """A month of a force as it was fetched: its checksum and size in the archive, and those of the file."""

    crc: int
    size: int
    sha256: str


def open_folder(name: str = "") -> Path:
    """The folder of downloads, or one within it; made where there is none. Raises UserError."""
    folder = Path(os.environ.get("CSP_CACHE") or settings.ROOT / "data" / "cache") / "downloads" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder


def keep(target: Path, content: bytes) -> Path:
    """Writes a download under its name, whole or not at all."""
    try:
        with write_beside(target) as unfinished:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise UserError(f"{target} cannot be written: {error.strerror}. Free some space.") from error
    return target


def sweep() -> None:
    """Deletes what a killed download left unfinished."""
    for part in open_folder().rglob(".*.part"):
        part.unlink(missing_ok=True)


def clear() -> None:
    """Deletes every download: all are imported, also those that a killed command had no time to delete."""
    for path in open_folder().rglob("*"):
        if path.is_file() and path.name != RECORD:
            path.unlink(missing_ok=True)


def read_record() -> dict[str, Fetched]:
    """What was fetched, by the name of the file; {} where nothing is written down."""
    try:
        raw = json.loads((open_folder() / RECORD).read_text(encoding="utf-8"))
        return {
            str(name): Fetched(int(entry["crc"]), int(entry["size"]), str(entry["sha256"]))
            for name, entry in raw.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_record(record: Mapping[str, Fetched]) -> None:
    """Keeps what was fetched."""
    text = json.dumps({name: asdict(entry) for name, entry in sorted(record.items())}, indent=1)
    keep(open_folder() / RECORD, text.encode())
