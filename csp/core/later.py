"""Libraries that are imported when they are first used, not when a module that may use them is.

What the first page does not need then costs its reader nothing. importlib's own LazyLoader does the
same, but lets two threads that use a library at the same moment see half of it (Python 3.11).
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until one of its names is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self.__name__), name)


def import_later(name: str) -> Any:
    """The module of a name, which is imported at its first use. A module that is missing fails then."""
    return _Later(name)
