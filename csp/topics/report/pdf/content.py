"""A report as the data that report.typ sets: texts, runs, tables and pictures, and no markup anywhere. Pure.

Typst reads a program. A text that a person typed is therefore never put into one, but handed over as JSON,
which the program sets letter by letter: there is nothing to escape and nothing that could be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from csp.core import wording
from csp.core.markup import visible
from csp.shell import theme
from csp.shell.widgets.component import text_colours
from csp.topics.report.contents import count_levels, is_numbered
from csp.topics.report.document import (
    Block,
    Bullets,
    Cover,
    Document,
    Heading,
    Paragraph,
    Picture,
    Section,
    TableBlock,
    Tiles,
)
from csp.topics.report.inline import escape, read_runs
from csp.topics.report.pdf.pictures import Space, describe_picture
from csp.topics.report.pdf.tables import describe_signatures, describe_table
from csp.topics.report.pdf.typesetting import FAMILIES

Data = dict[str, Any]

WORDS = {
    "contents": "Contents",
    "about": "About this document",
    "page": "Page # of ##",
    "more": "# more in the full report.",
}
"""What report.typ says by itself, with numbers in the places of # and ##."""
TEXT_SIZE, BRIEFING_SIZE = 11.5, 10.5
"""In pt."""
_MM = 25.4 / 72
"""Of a pt."""
PORTRAIT = Space(170, 150, TEXT_SIZE * _MM)
LANDSCAPE = Space(257, 120, TEXT_SIZE * _MM)
BRIEFING = Space(182, 95, BRIEFING_SIZE * _MM)
_TILES_ACROSS = 4
"""At most; more are in lines of about as many each."""
_EMPTY_LINE = re.compile(r"\n\s*\n")


def describe_document(document: Document) -> Data:
    """The whole report; "shrink" is of texts and pictures, below 1 where they have to fit on one side."""
    language, _, region = document.language.partition("-")
    is_briefing = document.kind == "briefing"
    about = [(read_letters(name), read_letters(words)) for name, words in document.about]
    return {
        "kind": document.kind,
        "size": BRIEFING_SIZE if is_briefing else TEXT_SIZE,
        "shrink": 1.0,
        "fonts": FAMILIES,
        "language": language,
        "region": region or None,
        "colours": {**text_colours("light"), "text": theme.LIGHT.text, "grid": theme.LIGHT.grid},
        "words": WORDS,
        "contents": count_levels(document),
        "cover": _describe_cover(document.cover),
        "parts": _describe_parts(document),
        "about": [] if is_briefing else about,
    }


def _describe_parts(document: Document) -> list[Data]:
    """The sections, together as long as their pages stand or lie."""
    is_briefing = document.kind == "briefing"
    parts = groupby(document.sections, lambda section: section.landscape and not is_briefing)
    return [
        {
            "landscape": lies,
            "sections": [
                {**_describe_section(section, is_briefing), "numbered": is_numbered(document, section)}
                for section in part
            ],
        }
        for lies, part in parts
    ]


def read_letters(text: str) -> str:
    """What is set of a text: on one line, without signs that are not seen; a blank at an end is kept."""
    return visible(f"|{text}|")[1:-1]


def _list_visible(texts: Iterable[str]) -> list[str]:
    return [words for words in map(visible, texts) if words]


def _describe_cover(cover: Cover) -> Data:
    return {
        "title": visible(cover.title),
        "subtitle": visible(cover.subtitle),
        "partnership": visible(cover.partnership),
        "period": visible(cover.period),
        "day": f"{cover.day.day} {wording.month_in_full(cover.day)}".replace(" ", "\u00a0"),
        "date": (cover.day.year, cover.day.month, cover.day.day),
        "description": " · ".join(
            _list_visible((cover.subtitle, cover.partnership, cover.period, cover.sample))
        ),
        "origin": " · ".join(_list_visible((cover.source, cover.licence))),
        "sample": visible(cover.sample),
        "signatures": describe_signatures(cover.signatures) if cover.signatures else None,
    }


def _describe_section(section: Section, is_briefing: bool) -> Data:
    failure = (Paragraph(escape(section.failure), "warning"),) if section.failure else ()
    blocks: Sequence[Block] = (*failure, *section.blocks)
    space = BRIEFING if is_briefing else LANDSCAPE if section.landscape else PORTRAIT
    data: list[Data] = []
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            # PDF/UA has no level without the one above it, whatever a section has left out.
            level = min(block.level, level + 1)
            data.append({"is": "heading", "level": level, "text": read_letters(block.text)})
        else:
            data += _describe_block(block, space)
    return {"title": visible(section.title) or section.key, "blocks": data}


def _describe_block(block: Block, space: Space) -> list[Data]:
    """A block as one or more of those that report.typ knows; nothing for one that is empty."""
    if isinstance(block, Paragraph):
        parts = filter(None, map(str.strip, _EMPTY_LINE.split(block.text)))
        return [{"is": "paragraph", "tone": block.tone, "runs": _describe_runs(part)} for part in parts]
    if isinstance(block, Bullets):
        items = [_describe_runs(item) for item in block.items if item.strip()]
        return [{"is": "list", "numbered": block.numbered, "items": items}] if items else []
    if isinstance(block, Tiles):
        tiles = [{name: read_letters(text) for name, text in vars(tile).items()} for tile in block.tiles]
        return [{"is": "tiles", "tiles": tiles, "across": block.count_across(_TILES_ACROSS)}] if tiles else []
    if isinstance(block, TableBlock):
        return [describe_table(block, space.width / space.em)]
    if isinstance(block, Picture):
        return [describe_picture(block, space)]
    raise TypeError(f"A report has no block of the kind {type(block).__name__}.")


def _describe_runs(text: str) -> list[Data]:
    return [{**vars(run), "text": read_letters(run.text)} for run in read_runs(text)]
