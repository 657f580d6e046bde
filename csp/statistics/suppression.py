"""Public mode: which counts are suppressed so that nobody can be picked out of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from csp.statistics.types import Bools, Floats, Ints, floats

if TYPE_CHECKING:
    from csp.statistics.types import Vector

Node = tuple[str, int]  # a row or a column of a table


def suppress(
    counts: Vector | Any, total_groups: Vector | Any | None = None, low: int = 1, high: int = 4
) -> Bools:
    """Which counts to suppress (True); same shape as counts.

    A list of counts adds up to one shown total, or to one for each of
    total_groups. A table adds up along its rows and along its columns, and
    both totals are shown. Counts from low to high are suppressed. Where that
    leaves a total in which only one count is suppressed, or in which all of the
    suppressed counts must be the same number, the next smallest count of that
    total is suppressed too. In a table this goes on until no suppressed cell
    follows from the totals of any set of rows and columns. A 0 points at nobody,
    so it is suppressed only where there is no other count to add. nan is never
    suppressed. A total without a second count has to be suppressed itself,
    which is for the caller.
    Raises ValueError for more than two dimensions, or for a table with groups.
    """
    numbers = floats(counts)
    if numbers.ndim == 1:
        groups = np.zeros(numbers.size) if total_groups is None else np.asarray(total_groups)
        suppressed = (numbers >= low) & (numbers <= high)
        for group in dict.fromkeys(groups.tolist()):
            _cover(numbers, suppressed, np.flatnonzero(groups == group), low, high)
        return np.asarray(suppressed)
    if numbers.ndim != 2 or total_groups is not None:
        raise ValueError("Suppression takes a list of counts, with or without groups, or a table.")
    return _suppress_table(numbers, low, high)


def _cover(numbers: Floats, suppressed: Bools, line: Ints, low: int, high: int) -> bool:
    """Suppress more of one total, in place, until it gives nothing away; True if it did."""
    grew = False
    while _gives_away(numbers[line][suppressed[line]], low, high):
        visible = line[~suppressed[line] & np.isfinite(numbers[line])]
        if visible.size == 0:
            break
        suppressed[_next_smallest(numbers, visible)] = grew = True
    return grew


def _gives_away(secret: Floats, low: int, high: int) -> bool:
    """Whether the sum of suppressed counts says what each is: one alone, or all at one end of the range."""
    return secret.size == 1 or (
        secret.size > 1 and secret.min() == secret.max() and secret.min() in (low, high)
    )


def _next_smallest(numbers: Floats, candidates: Ints) -> int:
    """The candidate with the smallest count above 0, or a 0 where there is no other; the first of equals."""
    values = numbers[candidates]
    return int(candidates[np.argmin(np.where(values > 0, values, np.inf))])


def _suppress_table(table: Floats, low: int, high: int) -> Bools:
    cells = np.arange(table.size).reshape(table.shape)
    lines = [*cells, *cells.T]
    numbers = table.ravel()
    suppressed = (numbers >= low) & (numbers <= high)
    while True:
        grew = [_cover(numbers, suppressed, line, low, high) for line in lines]
        if not any(grew) and not _close_a_bridge(numbers, suppressed, table.shape[1]):
            return np.asarray(suppressed.reshape(table.shape))


def _close_a_bridge(numbers: Floats, suppressed: Bools, columns: int) -> bool:
    """Suppress one more cell where the totals of several rows and columns together give one away.

    Take rows and columns as nodes and suppressed cells as the links between them.
    A cell follows from the totals exactly if it is a bridge: the rows on one
    side of it, less the columns on that side, leave that cell alone. Another
    link between the two sides makes it part of a loop, in which counts can be
    moved round. Returns True if it suppressed one.
    """
    for cell in np.flatnonzero(suppressed):
        row, column = _ends(cell, columns)
        side = _reach(row, [_ends(i, columns) for i in np.flatnonzero(suppressed) if i != cell])
        if column in side:
            continue
        visible = np.flatnonzero(~suppressed & np.isfinite(numbers))
        across = [i for i in visible if len(side.intersection(_ends(i, columns))) == 1]
        if across:
            suppressed[_next_smallest(numbers, np.array(across))] = True
            return True
    return False


def _ends(cell: np.int64, columns: int) -> tuple[Node, Node]:
    return ("row", int(cell) // columns), ("column", int(cell) % columns)


def _reach(start: Node, links: list[tuple[Node, Node]]) -> set[Node]:
    """The rows and columns that suppressed cells (links) connect with one of them."""
    side = {start}
    while True:
        fresh = {node for ends in links if side.intersection(ends) for node in ends} - side
        if not fresh:
            return side
        side |= fresh
