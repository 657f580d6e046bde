"""The styles of the report by name, each with a look of its own for templates that do not have it.

A council's template decides how everything looks; what it leaves out looks as it is written down here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from docx.document import Document
from docx.oxml.ns import qn

from csp.shell import theme
from csp.topics.report.word.markup import LINK, make_element

TITLE, SUBTITLE, CAPTION, HEADER, FOOTER = "Title", "Subtitle", "caption", "header", "footer"
HEADINGS = ("heading 1", "heading 2", "heading 3")
BULLET, NUMBER = "List Bullet", "List Number"
CONTENTS_TITLE, CONTENTS = "TOC Heading", ("toc 1", "toc 2")
LEAD, NOTE, WARNING = "Report Lead", "Report Note", "Report Warning"
PICTURE, SAMPLE = "Report Picture", "Report Sample"
CELL, SMALL_CELL = "Report Cell", "Report Cell Small"
TILE_LABEL, TILE_FIGURE, TILE_DETAIL = "Report Tile Label", "Report Tile Figure", "Report Tile Detail"
TABLE = "Report Table"

_COLOURS = theme.LIGHT
_SHADE = _COLOURS.amounts[0]


@dataclass(frozen=True)
class StyleSpec:
    """A style as it looks where the template has none of its name, which is as Word stores it.

    Lengths are in points; size: of letters, 0 as in the style it is based on. outline: the level of a
    heading, 0 for what is none. edge: the colour of a line at its left, "" for none.
    """

    name: str
    kind: Literal["paragraph", "character", "table"] = "paragraph"
    base: str = "Normal"
    size: float = 0
    bold: bool = False
    colour: str = ""
    before: float = 0
    after: float = 0
    outline: int = 0
    keep_next: bool = False
    fill: str = ""
    edge: str = ""
    underline: bool = False


SPECS = (
    StyleSpec("Normal", base="", size=12, colour=_COLOURS.text, after=8),
    StyleSpec(TITLE, size=30, bold=True, colour=_COLOURS.home, before=120, after=12),
    StyleSpec(SUBTITLE, size=18, colour=_COLOURS.quiet, after=24),
    StyleSpec(HEADINGS[0], size=20, bold=True, colour=_COLOURS.home, before=24, after=8, outline=1),
    StyleSpec(HEADINGS[1], size=15, bold=True, colour=_COLOURS.home, before=16, after=6, outline=2),
    StyleSpec(HEADINGS[2], size=12.5, bold=True, colour=_COLOURS.text, before=12, after=4, outline=3),
    StyleSpec(CONTENTS_TITLE, size=20, bold=True, colour=_COLOURS.home, after=8, keep_next=True),
    StyleSpec(CONTENTS[0], before=4, after=2),
    StyleSpec(CONTENTS[1], size=11, after=1),
    StyleSpec(HEADER, size=9, colour=_COLOURS.quiet),
    StyleSpec(FOOTER, size=9, colour=_COLOURS.quiet),
    StyleSpec(CAPTION, size=11, bold=True, colour=_COLOURS.text, before=10, after=4, keep_next=True),
    StyleSpec(BULLET, after=3),
    StyleSpec(NUMBER, after=3),
    StyleSpec(LEAD, size=14, bold=True, colour=_COLOURS.text, after=8),
    StyleSpec(NOTE, size=10, colour=_COLOURS.quiet, before=3, after=6),
    StyleSpec(WARNING, before=4, after=8, fill=_COLOURS.change[4], edge=_COLOURS.change[-1]),
    StyleSpec(PICTURE, after=10),
    StyleSpec(SAMPLE, base=HEADER, size=10, bold=True, colour=_COLOURS.worse_text),
    StyleSpec(CELL, size=10, before=1, after=1),
    StyleSpec(SMALL_CELL, base=CELL, size=8),
    StyleSpec(TILE_LABEL, base=CELL, size=10, bold=True, colour=_COLOURS.quiet),
    StyleSpec(TILE_FIGURE, base=CELL, size=22, bold=True, colour=_COLOURS.home),
    StyleSpec(TILE_DETAIL, base=CELL, size=10),
    StyleSpec(LINK, "character", base="Default Paragraph Font", colour=_COLOURS.home, underline=True),
    StyleSpec(TABLE, "table", base="Table Normal"),
)
_NAMES = {spec.name.lower(): spec for spec in SPECS}
# What Word calls the styles whose stored names are in small letters.
_SHOWN = {
    **{name: name.capitalize() for name in (CAPTION, HEADER, FOOTER, *HEADINGS)},
    **{name: f"TOC {name[-1]}" for name in CONTENTS},
}


def add_missing(document: Document) -> list[str]:
    """Give a document the styles that it does not have; their names, as Word shows them.

    Programs differ in how they write the capitals of a name, so one that differs in these alone is
    the style, and gets Word's own name.
    """
    root = document.styles.element
    styles = {style.name_val.lower(): style for style in root.style_lst if style.name_val}
    missing = []
    for key, spec in _NAMES.items():
        style = styles.get(key)
        if style is not None and style.get(qn("w:type")) == spec.kind:
            style.name_val = spec.name
            continue
        if style is not None:
            root.remove(style)
        missing.append(_SHOWN.get(spec.name, spec.name))
        root.append(_build_style(spec, root))
    return missing


def keep_only(document: Document, names: Iterable[str]) -> None:
    """Take all styles out of a document but for those of these names."""
    root, kept = document.styles.element, {name.lower() for name in names}
    for style in list(root.style_lst):
        if style.name_val.lower() not in kept:
            root.remove(style)


def _build_style(spec: StyleSpec, root: Any) -> Any:
    style = make_element("w:style", type=spec.kind, styleId=_choose_id(spec.name, root))
    if spec.name == "Normal":
        style.set(qn("w:default"), "1")
    elif spec.name.startswith("Report"):
        style.set(qn("w:customStyle"), "1")
    style.append(make_element("w:name", val=spec.name))
    base = _find_id(spec.base, root)
    if base:
        style.append(make_element("w:basedOn", val=base))
    if spec.outline or spec.name == TITLE:
        style.append(make_element("w:next", val=_find_id("Normal", root)))
    style.append(make_element("w:qFormat"))
    style.extend(_build_table() if spec.kind == "table" else _build_looks(spec))
    return style


def _choose_id(name: str, root: Any) -> str:
    """An identity that no style of the document has: "Heading1" for "heading 1"."""
    wanted = "".join(word[:1].upper() + word[1:] for word in name.split()).replace("Toc", "TOC")
    taken = {style.styleId for style in root.style_lst}
    while wanted in taken:
        wanted += "R"
    return wanted


def _find_id(name: str, root: Any) -> str:
    styles = (style for style in root.style_lst if (style.name_val or "").lower() == name.lower())
    return next((style.styleId for style in styles), "")


def _build_looks(spec: StyleSpec) -> list[Any]:
    """How paragraphs and letters are set, in the order that Word's schema asks for."""
    paragraph = make_element("w:pPr")
    if spec.outline or spec.keep_next:
        paragraph.extend([make_element("w:keepNext"), make_element("w:keepLines")])
    if spec.edge:
        border = make_element("w:pBdr")
        border.append(make_element("w:left", val="single", sz=36, space=8, color=_to_hex(spec.edge)))
        paragraph.append(border)
    if spec.fill:
        paragraph.append(make_element("w:shd", val="clear", color="auto", fill=_to_hex(spec.fill)))
    before, after = round(spec.before * 20), round(spec.after * 20)
    paragraph.append(make_element("w:spacing", before=before, after=after))
    if spec.outline:
        paragraph.append(make_element("w:outlineLvl", val=spec.outline - 1))
    letters = make_element("w:rPr")
    if spec.bold:
        letters.extend([make_element("w:b"), make_element("w:bCs")])
    if spec.colour:
        letters.append(make_element("w:color", val=_to_hex(spec.colour)))
    if spec.size:
        halves = round(spec.size * 2)
        letters.extend([make_element("w:sz", val=halves), make_element("w:szCs", val=halves)])
    if spec.underline:
        letters.append(make_element("w:u", val="single"))
    return [letters] if spec.kind == "character" else [paragraph, letters]


def _build_table() -> list[Any]:
    """Lines between the rows, and a header row and a first column that are told from the rest."""
    properties, borders, margins = (make_element(f"w:{tag}") for tag in ("tblPr", "tblBorders", "tblCellMar"))
    for side in ("top", "bottom", "insideH"):
        borders.append(make_element(f"w:{side}", val="single", sz=4, space=0, color=_to_hex(_COLOURS.grid)))
    for side in ("left", "right"):
        margins.append(make_element(f"w:{side}", w=80, type="dxa"))
    properties.extend([borders, margins])
    header, letters, cell = (make_element(tag) for tag in ("w:tblStylePr", "w:rPr", "w:tcPr"))
    header.set(qn("w:type"), "firstRow")
    letters.extend([make_element("w:b"), make_element("w:bCs")])
    cell.append(make_element("w:shd", val="clear", color="auto", fill=_to_hex(_SHADE)))
    header.extend([letters, cell])
    return [properties, header]


def _to_hex(colour: str) -> str:
    return colour.lstrip("#").upper()
