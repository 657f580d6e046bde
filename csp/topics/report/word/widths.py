"""How wide the columns of a table are in a paper, by what stands in them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PADDING = 0.35
"""In cm, left and right of the text of a cell together."""
SIZE, SMALL_SIZE = 10, 8.5
"""Of letters in a table, in points: as a rule, and where its words would not fit otherwise."""
LETTER = 0.55
"""How wide a letter of Arial is, in its size, rather more than less."""
_POINT = 2.54 / 72
"""In cm."""
_CAPITAL = 0.7
_OTHERS = {**dict.fromkeys("fijlt.,:;'()|!/ ", 0.3), **dict.fromkeys("mwMW%▲▼○●✔✕■—", 0.9), "r": 0.36}
_BOLD = 1.08
"""How much wider bold letters are: those of headers, and of some figures."""
_SHORT_TEXT = 18
"""Letters of a text that stays on one line where it can."""
_LONGEST_LINE = 48


@dataclass(frozen=True)
class Widths:
    """In cm, a column each. is_small: whether the table needs small letters."""

    columns: tuple[float, ...]
    is_small: bool = False


@dataclass(frozen=True)
class _Need:
    """What a column needs, in cm: to break no word, no short text, and nothing at all."""

    least: float
    good: float
    whole: float


def share_width(shares: Sequence[float], width: float) -> Widths:
    """The width of the page divided by shares."""
    return Widths(tuple(width * share / sum(shares) for share in shares))


def fit_width(columns: Sequence[Sequence[str]], width: float) -> Widths:
    """The width of the page divided by the texts of each column, of which the first is its header.

    Every column gets the room of its longest word, then that of its short texts, which stay on one line,
    and a like share of what its longest text would need. Small letters are taken where short texts would
    be broken otherwise. What is left over is divided in proportion.
    """
    needs = [_reckon(texts, SIZE) for texts in columns]
    is_small = sum(need.good for need in needs) > width
    if is_small:
        needs = [_reckon(texts, SMALL_SIZE) for texts in columns]
    return Widths(tuple(_share_room(needs, width)), is_small)


def _share_room(needs: Sequence[_Need], width: float) -> list[float]:
    levels = [[getattr(need, level) for need in needs] for level in ("least", "good", "whole")]
    for low, high in ((levels[1], levels[2]), (levels[0], levels[1])):
        spare, lacking = width - sum(low), sum(high) - sum(low)
        if 0 <= spare < lacking:
            return [a + (b - a) * spare / lacking for a, b in zip(low, high, strict=True)]
    # There is room for everything, or not for the words.
    most = levels[2] if sum(levels[2]) <= width else levels[0]
    return [width * each / sum(most) for each in most]


def _reckon(texts: Sequence[str], size: float) -> _Need:
    header, *cells = texts
    words = [measure(word, size, is_bold=True) for word in header.split()]
    words += [measure(word, size) for text in cells for word in text.split()]
    # A header may take three lines.
    least = max(max(words, default=0), measure(header[:_LONGEST_LINE], size, is_bold=True) / 2.3)
    good = max([least, *(measure(text, size) for text in cells if len(text) <= _SHORT_TEXT)])
    whole = max([good, *(measure(text[:_LONGEST_LINE], size) for text in texts)])
    return _Need(least + PADDING, good + PADDING, whole + PADDING)


def measure(text: str, size: float, is_bold: bool = False) -> float:
    """How wide a text is on one line, in cm. size: of its letters, in points."""
    width = sum(map(_measure_sign, text)) * size * _POINT
    return width * _BOLD if is_bold else width


def _measure_sign(sign: str) -> float:
    if sign in _OTHERS:
        return _OTHERS[sign]
    return LETTER if sign.islower() or sign.isdigit() else _CAPITAL
