"""Charts and maps in a Word file: as PNG with 200 dots an inch, with what they show in words."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

from docx.shared import Cm, Emu, Length

from csp.shell import picture
from csp.topics.report.document import Picture
from csp.topics.report.word import styles
from csp.topics.report.word.markup import clean
from csp.topics.report.word.paper import Paper

WIDEST = Cm(17)
"""Of a chart that is as wide as its place: on a page that lies on its side it would be too high."""
HIGHEST = {"assessment": 0.55, "briefing": 0.25, "since": 0.45}
"""Of the height of the page, by the kind of paper: a briefing has one."""


def write_picture(paper: Paper, block: Picture, highest: float) -> None:
    """A picture below its caption, which has its finding. highest: its share of the height of the page.

    Where it cannot be drawn, a sentence says so, and what it shows stands there in words.
    """
    paper.add_caption("Figure", block.caption)
    words = replace(block.chart.words, title="")
    try:
        png = picture.draw_png(replace(block.chart, words=words))
    except ValueError:
        paper.add_paragraph(styles.WARNING, f"This picture could not be drawn. It shows: {block.alt}")
        return
    width, height = _fit(png, paper, highest)
    paragraph = paper.add_paragraph(styles.PICTURE)
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width, height)
    properties = shape._inline.docPr
    properties.set("descr", clean(block.alt))
    properties.set("name", f"Figure {paper.count('Figure')}")


def _fit(png: bytes, paper: Paper, highest: float) -> tuple[Length, Length]:
    """Width and height on the page: all charts to one scale, so that their words are of one size."""
    width, height = struct.unpack(">II", png[16:24])
    # What a chart is drawn with has 72 dots an inch; those as wide as their place are WIDTH of them wide.
    widest = min(WIDEST, paper.width)
    of_chart = width * 72 / picture.DOTS_PER_INCH / picture.WIDTH
    scale = min(widest * of_chart, widest, paper.height * highest * width / height)
    return Emu(round(scale)), Emu(round(scale * height / width))
