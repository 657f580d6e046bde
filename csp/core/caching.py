"""Answers that are kept for as long as what they were computed from stays the same.

Whoever keeps an answer needs a stamp: a value that changes when the answer is out of date, such
as the time at which a file was last written. Computing an answer does not need the stamp,
so it is looked up here and never becomes a parameter of the function that computes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, update_wrapper
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Kept(Generic[P, T]):
    """A function that computes an answer once for the same arguments at the same stamp.

    stamp is called with the same arguments as the function. The maxsize answers that were used last
    are kept, until cache_clear() forgets them; errors never are. Arguments have to be hashable. All
    callers share one answer, so none of them may change it.
    """

    def __init__(self, compute: Callable[P, T], stamp: Callable[..., Hashable], maxsize: int) -> None:
        self._compute = compute
        self._stamp = stamp
        answers = lru_cache(maxsize=maxsize)(self._compute_at)
        self._answer: Callable[..., T] = answers
        self.cache_clear = answers.cache_clear
        update_wrapper(self, compute, updated=())

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> T:
        try:
            return self._answer(self._stamp(*arguments, **named), *arguments, **named)
        except _ChangedMeanwhileError as change:
            answer: T = change.answer
            return answer

    def _compute_at(self, stamp: Hashable, /, *arguments: Any, **named: Any) -> T:
        answer = self._compute(*arguments, **named)
        # An answer that was begun at one stamp and finished at another may mix old and new. It is
        # returned but kept under neither stamp: an lru_cache does not keep what is raised.
        if self._stamp(*arguments, **named) != stamp:
            raise _ChangedMeanwhileError(answer)
        return answer


class _ChangedMeanwhileError(Exception):
    """The stamp changed while an answer was computed."""

    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer


def keep_while(stamp: Callable[..., Hashable], maxsize: int) -> Callable[[Callable[P, T]], Kept[P, T]]:
    """Decorator: keeps the answers of a function while stamp(arguments) stays the same. See Kept."""
    return lambda compute: Kept(compute, stamp, maxsize)


def keep_while_file_stands(maxsize: int) -> Callable[[Callable[P, T]], Kept[P, T]]:
    """Decorator: keeps what a function makes of a file until the file changes. See Kept.

    The first parameter of the function is the path of the file. A file that cannot be found is
    left for the function to deal with.
    """
    return keep_while(_file_stamp, maxsize)


def file_edition(path: Path) -> tuple[int, int] | None:
    """The time of the last change of a file, in ns, and its size in bytes; None where it cannot be found."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _file_stamp(path: Path, *_others: Hashable) -> tuple[int, int] | None:
    return file_edition(path)
