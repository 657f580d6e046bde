"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def write_beside(target: Path) -> Iterator[Path]:
    """A new file beside another, of a name that nobody else has; gone afterwards unless it was moved."""
    unfinished = target.with_name(f".{target.name[:100]}-{secrets.token_hex(8)}.part")
    # O_EXCL refuses a name that exists. tempfile is not used: it would deny the group its permissions.
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to disk as well, so that a file moved there survives a power failure."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
