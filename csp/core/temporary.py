"""Temporary folders of files that somebody brings in: nobody else may read them, and none is left behind.

A folder goes with the object that holds it, or by remove(). What a process that was killed has left goes with
the next folder that is made.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

_PREFIX = "csp-bring-in-"
_NAME = re.compile(rf"{_PREFIX}(\d+)-\w+")
# A folder that is older was left behind, whatever process has its number now.
_OLDEST_S = 24 * 3600


class TemporaryFolder:
    """A folder for as long as it is held. Raises OSError where none can be made."""

    def __init__(self) -> None:
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self._finalizer = weakref.finalize(self, shutil.rmtree, str(self.path), ignore_errors=True)

    def remove(self) -> None:
        """Delete the folder with all that is in it; once it is gone, nothing."""
        self._finalizer()


def sweep() -> None:
    """Delete the folders of processes that ended without doing so."""
    latest = time.time() - _OLDEST_S
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        named = _NAME.fullmatch(folder.name)
        with suppress(OSError):
            is_own = named and not folder.is_symlink() and folder.stat().st_uid == os.getuid()
            if named and is_own and (folder.stat().st_mtime < latest or not _is_running(int(named[1]))):
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
