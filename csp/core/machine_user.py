"""Who uses this machine: the name under which the command line imports."""

from __future__ import annotations

import getpass


def name_user() -> str:
    """The user of the command line, "" where the machine does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
