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

SIZES = (0.9, 0.83, 0.76, 0.7)
"""Of the text of a table, as shares of that of the report, the first that fits."""
LINE_HEIGHT = 1.3
"""Of a small line of a trend, in em."""
_LETTER, _CAPITAL, _DIGIT = 0.53, 0.6, 0.5
"""How wide the signs of Source Sans are, in em, rather more than less."""
_OTHERS = {**dict.fromkeys("fijlrt.,:;'()|-!/", 0.34), **dict.fromkeys("mwMW%▲▼—", 0.84), " ": 0.21}
_BOLD = 1.07
"""How much wider its bold letters are."""
_PADDING = 0.8
_UPRIGHT = 1.5
_SENTENCE = 10
"""In em: of a text that stays together where there is room; what is longer is broken into lines."""
_FULL = 0.8
"""Share of the page from which a table is as wide as the page."""


@dataclass(frozen=True)
class Widths:
    """size: of the text, as a share of that of the report. columns: shares of the width of the page."""

    size: float
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
        return Widths(size, tuple(share / sum(shares) for share in shares))
    room /= size
    columns = _share_room(needs, room)
    # One that needs nearly the width of the page has all of it; one that needs more has no more.
    whole = sum(columns) if sum(columns) > _FULL * room else room
    return Widths(size, tuple(width / whole for width in columns))


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
    is_bold = column.emphasis or any(row.selected for row in table.rows)
    head = _UPRIGHT if table.upright and at else _reckon_head(column)
    longest = max((_measure(cell.text, is_bold) for cell in cells), default=0)
    word = max((_measure(word, is_bold) for cell in cells for word in cell.text.split()), default=0)
    if column.numeric and at:
        least = good = whole = max(longest, head)
    else:
        least, whole = max(word, head), max(longest, head)
        good = max(least, min(longest, _SENTENCE))
    return _Need(*(width + _PADDING + indent for width in (least, good, whole)))


def _reckon_head(column: Column) -> float:
    """A header is broken into lines: two or three, but never within a word."""
    words = max((_measure(word, is_bold=True) for word in column.label.split()), default=0)
    return max(_measure(column.label, is_bold=True) / 2.3, words)


def _measure(text: str, is_bold: bool) -> float:
    """How wide a text is on one line, in em."""
    width = sum(map(_measure_sign, text))
    return width * _BOLD if is_bold else width


def _measure_sign(sign: str) -> float:
    if sign in _OTHERS:
        return _OTHERS[sign]
    return _LETTER if sign.islower() else _DIGIT if sign.isdigit() else _CAPITAL
