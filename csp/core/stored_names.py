"""Names of files inside a store: how they are made, and which are refused. Pure.

Everything that writes into a store, or reads what a manifest names, goes through
check_name(): the second line of defence behind the checks of the importers.
"""

from __future__ import annotations

import hashlib
import re

from csp.core.characters import quote
from csp.core.errors import UserError

LONGEST_STEM = 60
LONGEST_PART = 120

_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9=_.-]*[A-Za-z0-9])?")
# Windows takes these for devices, whatever follows the dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def build_stem(text: str) -> str:
    """A part of a file name made from any text: lower-case letters, digits and hyphens; "" for none.

    A long one is cut and ends in a digest, so that two long texts stay apart.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if len(plain) <= LONGEST_STEM:
        return plain
    digest = hashlib.sha256(plain.encode()).hexdigest()[:8]
    return f"{plain[: LONGEST_STEM - 9].strip('-')}-{digest}"


def check_name(name: str) -> str:
    """The name of a file relative to its store, as given. Raises UserError for one that could lie elsewhere.

    A good name is a path of plain ASCII parts ("boundaries/E07000041-0a1b.parquet"): never
    absolute, never going up, never hidden, with nothing that a file system takes specially.
    """
    parts = name.split("/") if isinstance(name, str) else []
    if len(parts) < 2 or not all(map(_is_part, parts)):
        raise UserError(
            f"{quote(str(name))} cannot be the name of a file of the store, so it is not touched. "
            "Import the file that it belongs to again."
        )
    return name


def _is_part(part: str) -> bool:
    plain = len(part) <= LONGEST_PART and _PART.fullmatch(part) is not None
    return plain and ".." not in part and _DEVICE.fullmatch(part) is None
