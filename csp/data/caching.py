"""Answers that are kept until the data or the settings change.

functools.lru_cache and not st.cache_data does the keeping: the latter hashes every argument and
copies every answer, which costs more than the queries themselves. The price is that all callers
share one answer, so an answer that somebody could change leaves as a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar

from csp.core.caching import Kept, keep_while
from csp.data import database

P = ParamSpec("P")
T = TypeVar("T")


def keep_while_data_stands(maxsize: int) -> Callable[[Callable[P, T]], Kept[P, T]]:
    """Decorator: keeps the answers of a function until the data stamp changes.

    The function may depend on its arguments and on all that database.stamp() covers: the stores,
    the reference tables and the settings file. It must not depend on anything else.
    """
    return keep_while(_data_stamp, maxsize)


def _data_stamp(*_arguments: Hashable, **_named: Hashable) -> str:
    return database.recent_stamp()
