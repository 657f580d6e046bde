"""How wide the columns of a table are, and how large its text, so that figures stay on one line. Pure.

Left alone, Typst gives every column that is too wide the same share, so that the name of a ward is broken
into three lines beside figures with room around them. So the room that texts need is reckoned from their
letters, and the text is as large as leaves each column the room to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csp.core.table import Column, Table
from csp.topics.report.pdf.lines import HEIGHT, WIDTH

SIZES = (0.9, 0.83, 0.76, 0.69)
"""Of the text of a table, as shares of that of the report, the first that fits."""
LINE_HEIGHT = 1.3
"""Of a small line of a trend, in em."""
_LETTER, _BOLD_LETTER = 0.49, 0.53
"""How wide a letter is on average, in em."""
_PADDING = 0.9
_UPRIGHT = 1.5
_SENTENCE = 26
"""Letters of a text that stay together where there is room; what is longer is broken into lines."""
_FULL = 0.8
"""Share of the page from which a table is as wide as the page."""


@dataclass(frozen=True)
class Widths:
    """size: of the text. share: of the page's width for the table. columns: shares of the table."""

    size: float
    share: float
    columns: tuple[float, ...]


@dataclass(frozen=True)
class _Need:
    """What a column needs, in em: to be read at all, to be read well, and to have each text on one line."""

    least: float
    good: float
    whole: float


def choose_widths(table: Table, room: float, shares: Sequence[float] = ()) -> Widths:
    """The widths of a table. room: between the margins, in em of the report's text. shares: those given."""
    needs = [_reckon(table, at) for at in range(len(table.columns))]
    size = next((size for size in SIZES if sum(need.good for need in needs) * size <= room), SIZES[-1])
    if len(shares) == len(table.columns) and all(share > 0 for share in shares):
        return Widths(size, 1, tuple(shares))
    room /= size
    columns = _share_room(needs, room)
    share = min(sum(columns) / room, 1)
    return Widths(size, 1 if share > _FULL else share, tuple(columns))


def _share_room(needs: Sequence[_Need], room: float) -> list[float]:
    """Widths that fit, as far as they can: what lacks is taken where texts can be broken into lines."""
    for least, most in (("good", "whole"), ("least", "good")):
        low, high = [getattr(need, least) for need in needs], [getattr(need, most) for need in needs]
        spare = room - sum(low)
        if spare >= 0:
            lacking = sum(high) - sum(low)
            part = min(spare / lacking, 1) if lacking else 1
            return [a + (b - a) * part for a, b in zip(low, high, strict=True)]
    return [need.least for need in needs]


def _reckon(table: Table, at: int) -> _Need:
    column = table.columns[at]
    cells = [row.cells[at] for row in table.rows]
    indent = 1.1 if at == 0 and any(row.indent for row in table.rows) else 0
    if any(cell.spark for cell in cells):
        line = LINE_HEIGHT * WIDTH / HEIGHT + _PADDING
        return _Need(line, line, line)
    texts = [cell.text for cell in cells]
    letter = _BOLD_LETTER if column.emphasis else _LETTER
    longest = max(map(len, texts), default=0) * letter
    word = _measure_words(texts) * letter
    head = _UPRIGHT if table.upright and at else _reckon_head(column)
    if column.numeric and at:
        least = good = whole = max(longest, head)
    else:
        least = max(word, head)
        good = max(word, head, min(longest, _SENTENCE * letter))
        whole = max(longest, head)
    return _Need(*(width + _PADDING + indent for width in (least, good, whole)))


def _reckon_head(column: Column) -> float:
    """A header is broken into lines: two or three, but never within a word."""
    return max(len(column.label) / 2.5, _measure_words([column.label])) * _BOLD_LETTER


def _measure_words(texts: Sequence[str]) -> int:
    """The letters of the longest word."""
    return max((len(word) for text in texts for word in text.split()), default=0)
