"""Putting a file on the disk so that a machine that stops leaves the old one or the new one, whole."""

from __future__ import annotations

import os
import time
from pathlib import Path

from csp.core.new_file import sync_folder, write_beside

# A virus scanner or a reader on Windows may hold a file for a moment.
REPLACE_ATTEMPTS = 40
REPLACE_PAUSE_SECONDS = 0.05


def sync(path: Path) -> None:
    """Waits until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def place_text(path: Path, text: str) -> None:
    """Writes a file of UTF-8 in place of the one before, whole or not at all. Raises OSError."""
    with write_beside(path) as part:
        part.write_text(text, encoding="utf-8")
        sync(part)
        replace(part, path)
        sync_folder(path.parent)


def replace(source: Path, target: Path) -> None:
    """Renames over the target, trying again for two seconds where Windows says it is in use."""
    for attempt in range(REPLACE_ATTEMPTS):
        try:
            os.replace(source, target)  # noqa: PTH105 - the one call whose atomicity this module is about
            return
        except PermissionError:
            if attempt == REPLACE_ATTEMPTS - 1:
                raise
            time.sleep(REPLACE_PAUSE_SECONDS)
