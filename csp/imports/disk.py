"""Putting a file on the disk so that a machine that stops leaves the old one or the new one, whole."""

from __future__ import annotations

import os
import time
from pathlib import Path

# A virus scanner or a reader on Windows may hold a file for a moment.
REPLACE_ATTEMPTS = 40
REPLACE_PAUSE_SECONDS = 0.05


def sync(path: Path) -> None:
    """Waits until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
