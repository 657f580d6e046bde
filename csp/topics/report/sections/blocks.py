"""Tables, charts and sentences of pages as the blocks of a report. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from csp.core import disclosure
from csp.core.incomplete_words import MARK
from csp.core.table import Table
from csp.shell.chart import Chart, Words
from csp.topics.report.document import Block, Bullets, Heading, Paragraph, Picture, TableBlock, Tone
from csp.topics.report.inline import escape

INCOMPLETE = f"{MARK} rests on incomplete data."


def say(sentences: str | Iterable[str], tone: Tone = "body") -> tuple[Block, ...]:
    """Plain sentences as one paragraph; nothing where there are none."""
    text = sentences if isinstance(sentences, str) else " ".join(filter(None, sentences))
    return (Paragraph(escape(text), tone),) if text else ()


def note(sentences: Iterable[str]) -> tuple[Block, ...]:
    """What a reader must know of the figures, a paragraph each."""
    return tuple(Paragraph(escape(text), "note") for text in sentences if text)


def note_adjusted(is_public: bool) -> tuple[Block, ...]:
    """That counts by ward are adjusted, beside what is shown of wards in public mode."""
    return note([disclosure.ADJUSTED]) if is_public else ()


def list_texts(texts: Iterable[str], numbered: bool = False) -> tuple[Block, ...]:
    """Plain texts as a list; nothing where there are none."""
    items = tuple(escape(text) for text in texts if text)
    return (Bullets(items, numbered),) if items else ()


def list_named(pairs: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    """Texts with their names in bold before them."""
    return (Bullets(tuple(f"**{escape(name)}.** {escape(text)}" for name, text in pairs)),)


def head(text: str) -> tuple[Block, ...]:
    """A heading within the section."""
    return (Heading(text),)


def put_table(
    table: Table,
    caption: str = "",
    notes: Iterable[str] = (),
    widths: tuple[float, ...] = (),
) -> tuple[Block, ...]:
    """A table of a page; nothing where it has no rows. caption: its own where there is none."""
    if not table.rows:
        return ()
    paper = fit_paper(table)
    texts = {cell.text for row in paper.rows for cell in row.cells}
    more = [INCOMPLETE] if any(text.endswith(MARK) for text in texts) else []
    return (TableBlock(paper, caption or table.caption, tuple(filter(None, [*notes, *more])), widths),)


def fit_paper(table: Table) -> Table:
    """A table without what only a screen has: lines of months, the row chosen, and what a click does."""
    lines = {i for row in table.rows for i, cell in enumerate(row.cells) if cell.spark}
    fitted = keep(table, [i for i in range(len(table.columns)) if i not in lines])
    rows = tuple(replace(row, selected=False) for row in fitted.rows)
    return replace(fitted, rows=rows, clickable="")


def keep(table: Table, positions: Sequence[int]) -> Table:
    """A table with some of its columns."""
    rows = tuple(replace(row, cells=tuple(row.cells[i] for i in positions)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in positions), rows=rows)


def keep_columns(table: Table, labels: Collection[str]) -> Table:
    """A table with the columns of some labels."""
    return keep(table, [i for i, column in enumerate(table.columns) if column.label in labels])


def keep_words(table: Table, labels: Collection[str]) -> Table:
    """A table with the words of some columns in every file: of "2017 to 2020" the value is 2017 alone."""
    at = {i for i, column in enumerate(table.columns) if column.label in labels}
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, value=cell.text) if i in at and cell.value is not None else cell
                for i, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def put_picture(chart: Chart, caption: str = "", alt: str = "") -> tuple[Block, ...]:
    """A chart of a page. Its finding stands in the caption, what is plotted in the picture.

    caption: its title where there is none. alt: what is to be said beside the words of the chart.
    """
    words = chart.words
    kind = chart.specification["description"]
    text = " ".join(filter(None, [f"{kind}. {words.title}. {words.subtitle}.", alt]))
    bare = replace(chart, words=Words("", words.subtitle, words.source))
    return (Picture(bare, caption or words.title, text),)
