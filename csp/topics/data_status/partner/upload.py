"""The file that somebody has chosen on the tab "Bring in", kept in a folder of this session alone.

Unlike a plan, an extract may be too large for the session's memory, and is read more than once. So it lies in
a temporary folder, which goes with the file: when it is dropped or stored, when another takes its place, and
when the session ends. What a stopped server leaves behind is removed by the next file that arrives.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from csp.core.errors import UserError
from csp.core.markup import visible

LARGEST_EXTRACT_MB = 200
"""In megabytes of 1024 x 1024 bytes; server.maxUploadSize in .streamlit/config.toml says it too."""
_PREFIX = "csp-partner-"
# A folder that is older was left behind by a server that was stopped.
_OLDEST_S = 24 * 3600
_LONGEST_NAME = 50  # letters, of at most four bytes each: a file system takes 255 bytes


@dataclass(eq=False)
class Upload:
    """A file that has arrived. path: of its copy, which is removed with this object or by remove()."""

    name: str
    path: Path

    def __post_init__(self) -> None:
        self._finalizer = weakref.finalize(self, shutil.rmtree, self.path.parent, ignore_errors=True)

    def remove(self) -> None:
        """Delete the copy."""
        self._finalizer()


def keep_upload(name: str, content: bytes) -> Upload:
    """Write a file that has arrived into a folder of its own, which nobody else may read.

    Raises UserError where there is no room for it.
    """
    _sweep()
    clean = clean_name(name)
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        upload = Upload(clean, folder / clean)
        upload.path.write_bytes(content)
    except OSError as error:
        raise UserError(
            f"{clean} cannot be kept while it is read: {error.strerror}. Tell whoever runs the dashboard."
        ) from error
    return upload


def clean_name(name: str) -> str:
    """The name that somebody's file has, without a folder, fit for a file system and for a sentence."""
    last = visible(name.replace("\\", "/").rpartition("/")[2])
    stem, dot, ending = last.rpartition(".")
    kept = f"{stem[:_LONGEST_NAME]}{dot}{ending[:10]}" if dot else last[:_LONGEST_NAME]
    return kept.strip(". ") or "file"


def _sweep() -> None:
    """Remove the folders of sessions that ended without doing so."""
    latest = time.time() - _OLDEST_S
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if not folder.is_symlink() and folder.stat().st_mtime < latest:
                shutil.rmtree(folder, ignore_errors=True)
