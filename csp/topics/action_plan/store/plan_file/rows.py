"""The rows below a header: actions with what their columns hold, headings, and what is passed over. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from csp.topics.action_plan.store.plan_file.banners import KINDS, is_banner_title, names_priority, read_banner
from csp.topics.action_plan.store.plan_file.grid import GridRow
from csp.topics.action_plan.store.plan_file.layout import Layout
from csp.topics.action_plan.store.plan_file.references import LONGEST
from csp.topics.action_plan.store.plan_file.source import Source, SourceRow
from csp.topics.action_plan.store.plan_file.titles import simplify_title

# Why a row is passed over, in the order in which it is said.
HEADING, REPEATED, TOTAL, NOTE, BLANK = "heading", "repeated header", "total", "note", "blank row"
SKIPPED = (HEADING, REPEATED, TOTAL, NOTE, BLANK)
_LONGEST_HEADING = 150
_TOTAL = re.compile(r"(?:grand\s+|sub\s*-?\s*)?totals?\b|number of actions\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\*|†|(?:foot)?notes?\b\s*[:.\d]|sources?\s*:|(?:rag\s+)?key\b\s*:|legend\s*:|end of", re.IGNORECASE
)
_FIGURES = re.compile(r"[\d\s.,%/()-]*", re.ASCII)
# Columns whose text in several rows of one action is put under each other.
_GATHERED = ("measure", "lead", "agencies", "due", "reporting")


@dataclass
class ReadRow:
    """An action as it was read. values: by field; lines: the rows that it takes in its sheet or table.

    headings: the text of the last heading of each kind above it.
    """

    place: str
    lines: list[int]
    values: dict[str, str]
    headings: dict[str, str]
    section: str


@dataclass
class Reading:
    """The actions of a source, and how many rows were passed over for which reason."""

    rows: list[ReadRow] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


class RowReader:
    """Reads the rows of a source in order."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self.layout = layout
        self.reading = Reading()
        self._source = source
        self._headings: dict[str, str] = {}
        self._section = ""
        self._priority: dict[str, str] = {}
        at = layout.header
        self._lone = self._find_lone_headings()
        self._titles = [simplify_title(cell) for cell in source.rows[at].row.cells] if at is not None else []

    def read(self) -> Reading:
        header = -1 if self.layout.header is None else self.layout.header
        for at, each in enumerate(self._source.rows):
            if each.section != self._section:
                self._section, self._headings, self._priority = each.section, {}, {}
            if at < header or each.is_title:
                self._read_title(each.row)
            elif at == header:
                self._read_header(each.row)
            elif at > header:
                self.reading.skipped[BLANK] += each.row.blanks
                self._read_row(each)
        self.reading.skipped = Counter({kind: n for kind, n in self.reading.skipped.items() if n})
        return self.reading

    def _read_title(self, row: GridRow) -> None:
        """Above a header only the name of a priority is read."""
        texts = list(dict.fromkeys(row.list_texts()))
        if len(texts) == 1 and names_priority(texts[0]):
            self._begin_heading(texts[0])

    def _read_header(self, row: GridRow) -> None:
        """A priority may be named in the header itself, as the title of the column of its actions."""
        for title in filter(is_banner_title, row.cells):
            self._begin_heading(title)

    def _begin_heading(self, text: str) -> None:
        kind = read_banner(text).kind
        rank = KINDS.index(kind) if kind else len(KINDS)
        # A new priority ends the objectives of the one before.
        self._headings = {
            other: words for other, words in self._headings.items() if other and KINDS.index(other) < rank
        } | {kind: text}

    def _read_row(self, each: SourceRow) -> None:
        row = each.row
        if each.is_header or [simplify_title(cell) for cell in row.cells] == self._titles:
            self.reading.skipped[REPEATED] += 1
            self._read_header(row)
            return
        texts = list(dict.fromkeys(row.list_texts()))
        if self._is_note(row, texts):
            self.reading.skipped[NOTE] += 1
        elif self._is_total(texts):
            self.reading.skipped[TOTAL] += 1
        elif self._is_unfilled(row, texts):
            self.reading.skipped[BLANK] += 1
        elif self._is_heading(row, texts):
            self.reading.skipped[HEADING] += 1
            self._begin_heading(" ".join(texts))
        else:
            self._read_action(each)

    def _is_note(self, row: GridRow, texts: Sequence[str]) -> bool:
        if len(texts) > 1:
            return bool(_NOTE.match(texts[0])) and not row.get(self._column("text"))
        text_column = self._column("text")
        elsewhere = row.get(text_column) != texts[0] or row.span > 1
        return bool(_NOTE.match(texts[0])) or (elsewhere and len(texts[0]) > _LONGEST_HEADING)

    @staticmethod
    def _is_total(texts: Sequence[str]) -> bool:
        return bool(_TOTAL.match(texts[0])) and all(_FIGURES.fullmatch(text) for text in texts[1:])

    def _is_unfilled(self, row: GridRow, texts: Sequence[str]) -> bool:
        """Whether a row holds a number and nothing else, as the last ones of a form do."""
        is_number = len(texts[0]) <= LONGEST and any(char.isdigit() for char in texts[0])
        return (
            len(texts) == 1 and is_number and row.get(self._column("ref")) == texts[0] and " " not in texts[0]
        )

    def _is_heading(self, row: GridRow, texts: Sequence[str]) -> bool:
        """Whether a row says one thing that is no action: the name of a part of the plan."""
        column = self._column("text")
        if len(texts) == 2 and names_priority(" ".join(texts)):
            return not any(row.get(self._column(name)) for name in ("text", "lead", "due", "measure"))
        if len(texts) != 1:
            return False
        if names_priority(texts[0]) or row.span > max(1, len(self._titles) // 2) or texts[0] in self._lone:
            return True
        # Alone in the column of references, of priorities, or in one that is not read.
        others = {self._column(name) for name in _GATHERED}
        at = next(at for at in range(len(row.cells)) if row.get(at) and at not in row.merged)
        return at != column and at not in others and column is not None and not _FIGURES.fullmatch(texts[0])

    def _find_lone_headings(self) -> frozenset[str]:
        """What stands alone in the column of actions and is a heading: where every other row says more.

        Only where the first row below the header is one, none follows another, and no column and no sheet
        says which priority a row is of.
        """
        header = -1 if self.layout.header is None else self.layout.header
        rows = [each.row for each in self._source.rows[header + 1 :]]
        alone = [len(row.list_texts()) == 1 and bool(row.get(self._column("text"))) for row in rows]
        follows = any(one and next_one for one, next_one in pairwise(alone))
        if not alone or not alone[0] or alone[-1] or follows or "priority" in self.layout.columns:
            return frozenset()
        texts = [row.list_texts()[0] for row, is_alone in zip(rows, alone, strict=True) if is_alone]
        return frozenset(texts if all(len(text) <= _LONGEST_HEADING // 2 for text in texts) else ())

    def _column(self, name: str) -> int | None:
        return self.layout.columns.get(name)

    def _read_action(self, each: SourceRow) -> None:
        row, columns = each.row, self.layout.columns
        values = {name: row.get(column) for name, column in columns.items()}
        for name in ("priority", "priority_name"):
            if values.get(name):
                if name == "priority" and values[name] != self._priority.get(name):
                    self._priority = {}
                self._priority[name] = values[name]
            elif name in columns:
                values[name] = self._priority.get(name, "")
        if self._goes_on(row, values):
            self._add_to_last(row, values)
            return
        self.reading.rows.append(ReadRow(each.place, [row.line], values, dict(self._headings), each.section))

    def _goes_on(self, row: GridRow, values: dict[str, str]) -> bool:
        """Whether a row belongs to the action above: its action is the same merged cell, or it names none."""
        rows = self.reading.rows
        if not rows or rows[-1].section != self._section or rows[-1].headings != self._headings:
            return False
        if self._column("text") in row.merged:
            return True
        has_reference = bool(values.get("ref")) and self._column("ref") not in row.merged
        return not values.get("text") and not has_reference and any(values.get(name) for name in _GATHERED)

    def _add_to_last(self, row: GridRow, values: dict[str, str]) -> None:
        last = self.reading.rows[-1]
        last.lines.append(row.line)
        for name in _GATHERED:
            text = values.get(name, "")
            if text and text not in last.values[name].split("\n"):
                last.values[name] = f"{last.values[name]}\n{text}".strip()


def read_rows(source: Source, layout: Layout) -> Reading:
    """The actions of a source as its layout has them."""
    return RowReader(source, layout).read()
