"""What a report says, apart from how it is written: one content model for Word, PDF and Excel. Pure.

A document is a row of sections, a section a row of blocks. A renderer writes every kind of block and
knows nothing of crime; what makes a section knows nothing of files. Tables and charts are those of the
pages, so that a report cannot have another figure than the screen.

Texts are plain, but for those of a Paragraph and of Bullets, which are Markdown with **bold**, *italic*
and [links](https://example.org) alone: the author's paragraphs are read the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Literal, TypeAlias

from csp.core.table import Table
from csp.shell.chart import Chart

Kind = Literal["assessment", "briefing", "since"]
"""The full strategic assessment and plan, one page for a meeting, and what has changed since the last one."""

Tone = Literal["body", "lead", "note", "warning"]
"""Running text; the finding of a section in one sentence; what a reader must know of the figures; what is
wrong with a part of the report, such as a paragraph whose figure has changed since it was written."""


@dataclass(frozen=True)
class Heading:
    """A heading within a section. level: 2 or 3; the section's own title is the only one of level 1."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in Markdown (see above). tone: how it is set."""

    text: str
    tone: Tone = "body"


@dataclass(frozen=True)
class Bullets:
    """A list of short texts in Markdown; numbered where their order says something."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class TableBlock:
    """A table of a page. caption: without its number, which the renderer gives. notes: below the table.

    widths: of the columns, as shares of the width of the page; by their contents where there are none.
    """

    table: Table
    caption: str
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A chart of a page, or a map made as one. caption: without its number. alt: what it shows, in words.

    The finding stands in the caption and not in the picture, which screen readers and searches cannot read.
    """

    chart: Chart
    caption: str
    alt: str


@dataclass(frozen=True)
class Tile:
    """A headline figure of the briefing: what it is, the figure, and a line below."""

    label: str
    figure: str
    detail: str = ""


@dataclass(frozen=True)
class Tiles:
    """Headline figures side by side."""

    tiles: tuple[Tile, ...]

    def count_across(self, most: int) -> int:
        """How many stand in a line: lines are as even as they can be, of at most so many."""
        return ceil(len(self.tiles) / ceil(len(self.tiles) / most))


Block: TypeAlias = Heading | Paragraph | Bullets | TableBlock | Picture | Tiles


@dataclass(frozen=True)
class Section:
    """A part of the report. key: its stable name, "all_crime"; title: as the author named it.

    landscape: on pages that lie on their side, as wide tables need. failure: why the section could not be
    written, in one sentence, which the report says in its place; blocks are then the authors' texts alone.
    """

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    landscape: bool = False
    failure: str = ""


@dataclass(frozen=True)
class Cover:
    """The first page, and what a file says of itself.

    sample: what to say of simulated data, "" where it is real. signatures: who signs the report off, by
    office, with the name and the day where they are known.
    """

    title: str
    subtitle: str
    partnership: str
    period: str
    day: date
    source: str = ""
    licence: str = ""
    sample: str = ""
    signatures: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report. A briefing has no cover page, contents or numbers of sections."""

    kind: Kind
    cover: Cover
    sections: tuple[Section, ...]
    language: str = "en-GB"
    about: tuple[tuple[str, str], ...] = field(default=())
    """What the file says of its figures: filters, source, licence, day; a name and its words each."""
