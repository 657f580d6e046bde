"""The text of tables as spreadsheets save them: in which characters it is, and what parts its cells.

Excel in Britain saves CSV in the characters of Windows (cp1252) or, if asked, in UTF-8 with a byte order
mark; in countries that write 1,5 for one and a half it parts cells with semicolons. "Unicode text" is UTF-16
with tabs. All of them are the same table, and no user should have to know which one they have.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence

DELIMITERS = (",", ";", "\t")
# Lines that are looked at: titles may stand above a header, but not many.
LINES = 50

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What no table holds: control characters, but for tabs, line ends, page ends and the end mark of DOS.
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f\x7f-\x9f]")
_QUOTED = re.compile(r'"[^"]*"')
# Excel's own first line, which names what parts the cells.
_SEPARATOR = re.compile(r'\A"?sep=(?P<delimiter>[,;\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)


def decode(content: bytes) -> str | None:
    """The text of a file without a byte order mark; None where its bytes are no text.

    UTF-8, else UTF-16 with its mark, else the characters of Windows. What holds control characters is no
    text of Windows: nearly any bytes could be read as such.
    """
    try:
        if content.startswith(_UTF16):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if content.startswith(_UTF16):
        return None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return None if holds_controls(text) else text


def holds_controls(text: str) -> bool:
    """Whether a text has characters that no table has, so that its bytes were none of text."""
    return "\0" in text or _CONTROLS.search(text) is not None


def find_encodings(head: bytes) -> tuple[str, ...]:
    """The encodings in which a file that begins so may be, in the order in which to try them."""
    return ("utf-16",) if head.startswith(_UTF16) else ("utf-8-sig", "cp1252")


def find_delimiter(text: str, delimiters: Sequence[str] = DELIMITERS) -> str:
    """What parts the cells of a table: a comma, a semicolon or a tab, or one of those given.

    That of them which stands equally often in many lines: a title above the table may hold commas, and
    a cell a list with semicolons. Text in quotation marks does not count.
    """
    lines = _QUOTED.sub("", text[: 1 << 16]).splitlines()[:LINES]
    weights = {delimiter: _weigh(delimiter, lines) for delimiter in delimiters}
    return max(delimiters, key=lambda delimiter: weights[delimiter])


def _weigh(delimiter: str, lines: list[str]) -> int:
    counts = Counter(line.count(delimiter) for line in lines)
    return max((count * times for count, times in counts.items()), default=0)


def has_separator_line(first: bytes) -> bool:
    """Whether the first line of a file, without its end, is Excel's own."""
    return _SEPARATOR.match(first.decode("latin-1") + "\n") is not None


def split_separator_line(text: str) -> tuple[str, str | None]:
    """The text without Excel's line "sep=;", and the delimiter that it names; None where there is none."""
    match = _SEPARATOR.match(text)
    return (text[match.end() :], match["delimiter"]) if match else (text, None)
