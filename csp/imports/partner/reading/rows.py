"""Which lines of a sheet are data, and labels filled down where one stands for the block below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from csp.core.partner.book import Layout, Sheet, Value
from csp.imports.partner.formats.cells import to_text
from csp.imports.partner.mapping.spelling import is_total
from csp.imports.partner.reading.looks import Columns, find_look

Texts = Sequence[str | None]

TOTAL = "Total"
_BEGINNING = (
    r"sources?|notes?|n\.?b\.?|caveats?|disclaimer|copyright|produced|prepared|extracted|run (?:on|date)"
)
_MARK = r"[*†‡#]+\s*\w"
# What a remark begins with that is all that its line says, and one that commas of a text file have cut.
_ALONE = re.compile(rf"(?:{_BEGINNING})\b|{_MARK}|©|\(?[\da-z][.)]\s", re.IGNORECASE)
_IN_PIECES = re.compile(rf"(?:{_BEGINNING})\s*:|{_MARK}", re.IGNORECASE)
_LONG = 60
_MOST_PIECES = 4


def list_texts(row: Sequence[Value]) -> list[str | None]:
    """The cells of a line as text."""
    return [to_text(cell) for cell in row]


def is_remark(texts: Texts, columns: Columns, after_blank: bool) -> bool:
    """Whether a line that stands below headings is a note, and not data: "Source: ...", "* provisional".

    after_blank: whether a blank line stands above it; one thing said alone is then no data.
    """
    said = [text for text in texts if text is not None]
    if len(said) > _MOST_PIECES or len(columns.used) < 2:
        return False
    if len(set(said)) == 1:
        ends_table = after_blank and len(columns.used) > 2
        return ends_table or len(said[0]) > _LONG or _ALONE.match(said[0]) is not None
    figures = [texts[column] for column in columns.figures if column < len(texts)]
    return _IN_PIECES.match(said[0]) is not None and "number" not in map(find_look, figures)


def is_total_row(texts: Texts, labels: Sequence[int], columns: Columns) -> bool:
    """Whether a line adds others up: a label says so, or it has figures and no label at all.

    labels: the columns in which a total would be named.
    """
    if any((text := texts[column]) is not None and is_total(text) for column in labels):
        return True
    return lacks_label(texts, columns)


def lacks_label(texts: Texts, columns: Columns) -> bool:
    """Whether a line has figures, and nothing in the columns of words and of time, so that it is a total."""
    named = [column for column in columns.used if column not in columns.counts]
    return (
        len(named) > 0
        and all(texts[column] is None for column in named)
        and any(texts[column] is not None for column in columns.counts)
    )


def find_total_labels(rows: Iterable[Texts], columns: Columns) -> tuple[int, ...]:
    """The columns of words in which "Total" stands for others: not where nearly every line has it."""
    lines = list(rows)
    return tuple(
        column
        for column in columns.labels
        if 2 * sum((text := row[column]) is not None and is_total(text) for row in lines) <= len(lines)
    )


class Sorter:
    """Picks the lines of data of a sheet in their order, and fills labels down."""

    def __init__(self, sheet: Sheet, layout: Layout, columns: Columns) -> None:
        self._columns = columns
        self._filled = layout.filled
        self._named = next((at for at in columns.used if at not in columns.counts), None)
        first, last = layout.header
        self._headings = [tuple(list_texts(row)) for row in sheet.rows[first : last + 1]]
        self._labels: dict[int, str | None] = {}

    def pick(
        self, lines: Iterable[tuple[int, tuple[str | None, ...]]]
    ) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        """The lines of data, total rows among them; without blank ones, repeated headings and remarks.

        A line of figures without a label is given one, "Total".
        """
        after_blank = False
        enough = max(_MOST_PIECES, len(self._filled) + 1)
        for line, texts in lines:
            said = len(texts) - texts.count(None)
            if said == 0:
                after_blank = True
                continue
            if (said <= enough and self._is_beside(texts, after_blank)) or texts in self._headings:
                after_blank = after_blank and said == 1
                continue
            after_blank = False
            yield line, self._complete(texts)

    def _is_beside(self, texts: tuple[str | None, ...], after_blank: bool) -> bool:
        """Whether a line is a remark, or names the block below it."""
        said = [column for column, text in enumerate(texts) if text is not None]
        if len(said) == 1 and said[0] in self._filled and not is_total(texts[said[0]] or ""):
            self._open(said[0], texts[said[0]])
            return True
        return is_remark(texts, self._columns, after_blank)

    def _complete(self, texts: tuple[str | None, ...]) -> tuple[str | None, ...]:
        if self._named is not None and texts[self._named] is None and lacks_label(texts, self._columns):
            return (*texts[: self._named], TOTAL, *texts[self._named + 1 :])
        if not self._filled:
            return texts
        for column in self._filled:
            if texts[column] is not None:
                self._open(column, texts[column])
        return tuple(
            self._labels.get(column) if text is None and column in self._filled else text
            for column, text in enumerate(texts)
        )

    def _open(self, column: int, label: str | None) -> None:
        """A label begins a block; those of the columns to its right end with the block before."""
        self._labels = {at: text for at, text in self._labels.items() if at < column}
        self._labels[column] = label
