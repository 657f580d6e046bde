"""The file that somebody has chosen on the tab "Bring in", kept in a folder of this session alone.

Unlike a plan, an extract may be too large for the session's memory, and is read more than once. So it lies in
a temporary folder, which goes with the file: when it is dropped or stored, when another takes its place, and
when the session ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csp.core.errors import UserError
from csp.core.markup import visible
from csp.core.temporary import TemporaryFolder

LARGEST_EXTRACT_MB = 200
"""In megabytes of 1024 x 1024 bytes; server.maxUploadSize in .streamlit/config.toml says it too."""
_LONGEST_NAME = 50  # letters, of at most four bytes each: a file system takes 255 bytes


@dataclass(eq=False, repr=False)
class Upload:
    """A file that has arrived: its name, and its copy in a folder that goes with this object."""

    name: str
    folder: TemporaryFolder

    @property
    def path(self) -> Path:
        """Where the copy is."""
        return self.folder.path / self.name

    def remove(self) -> None:
        """Delete the copy."""
        self.folder.remove()


def keep_upload(name: str, content: bytes) -> Upload:
    """Write a file that has arrived into a folder of its own, which nobody else may read.

    Raises UserError where there is no room for it.
    """
    clean = clean_name(name)
    try:
        upload = Upload(clean, TemporaryFolder())
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
