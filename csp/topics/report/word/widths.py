"""How wide the columns of a table are in a paper, by what stands in them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LETTER = 0.0198
"""Of the size of its letters: how wide one is on average, in cm for each point."""
PADDING = 0.35
"""In cm, left and right of the text of a cell together."""
SIZE, SMALL_SIZE = 10, 8
"""Of letters in a table, in points: as a rule, and where its words would not fit otherwise."""
_LONGEST_LINE = 48


@dataclass(frozen=True)
class Widths:
    """In cm, a column each. is_small: whether the table needs small letters."""

    columns: tuple[float, ...]
    is_small: bool = False


def share_width(shares: Sequence[float], width: float) -> Widths:
    """The width of the page divided by shares."""
    return Widths(tuple(width * share / sum(shares) for share in shares))


def fit_width(columns: Sequence[Sequence[str]], width: float) -> Widths:
    """The width of the page divided by the texts of each column, so that no word is broken.

    Every column gets the width of its longest word, and a like share of what it would need for its
    longest text on one line. What is left over is divided in proportion.
    """
    least = [
        _measure(max((word for text in column for word in text.split()), key=len, default=""))
        for column in columns
    ]
    most = [
        _measure("x" * min(max((len(text) for text in column), default=0), _LONGEST_LINE))
        for column in columns
    ]
    is_small = sum(least) > width
    if is_small:
        return Widths(tuple(width * each / sum(least) for each in least), is_small)
    most = [max(each, other) for each, other in zip(least, most, strict=True)]
    wanted, spare = sum(most) - sum(least), width - sum(least)
    if wanted <= spare:
        return Widths(tuple(width * each / sum(most) for each in most))
    return Widths(
        tuple(each + (other - each) * spare / wanted for each, other in zip(least, most, strict=True))
    )


def _measure(text: str) -> float:
    return len(text) * LETTER * SIZE + PADDING
