"""The template of the report: a Word file whose styles, page, header and footer the report takes.

A council puts its own beside the settings file, or in place of the one in data/reference. What stands in
it is dropped, but for what its header and footer hold: a crest, a name. Styles go by name.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from docx.shared import Cm
from lxml.etree import XMLSyntaxError

from csp.core import settings, wording
from csp.core.errors import UserError
from csp.topics.report.word import styles
from csp.topics.report.word.markup import make_element

NAME = "report.docx"
FONT = "Arial"
_WORDS_OWN = ("Default Paragraph Font", "Table Normal", "No List")
_COMPATIBLE = "http://schemas.microsoft.com/office/word"


def find_template() -> Path:
    """The template in force: report.docx beside the settings file, or else in data/reference."""
    own = settings.area_file().with_name(NAME)
    return own if own.is_file() else settings.REFERENCE / NAME


def check_template() -> str:
    """What the template in force lacks, in one sentence; "" where it has everything.

    Raises UserError as open_template() does.
    """
    return open_template()[1]


def open_template() -> tuple[Document, str]:
    """An empty document with the look of the template in force, and what that lacks, in one sentence.

    Where there is no template, the document is as build_template() makes it. Raises UserError for a
    file that is no Word document.
    """
    path = find_template()
    try:
        document = docx.Document(str(path)) if path.is_file() else build_template()
    # A file that is no package, or none of Word, and one whose parts are missing or damaged.
    except (PackageNotFoundError, BadZipFile, XMLSyntaxError, ValueError, KeyError, OSError) as error:
        raise UserError(
            f"The template {path.name} cannot be read as a Word document. Save it once more as .docx, or "
            "take it away: the report then has the look that is built in."
        ) from error
    _empty(document)
    _add_numbering(document)
    missing = styles.add_missing(document)
    return document, _describe_missing(path.name, missing)


def _describe_missing(name: str, missing: list[str]) -> str:
    if not missing:
        return ""
    which, them = ("style", "it") if len(missing) == 1 else ("styles", "them")
    names = wording.list_words(missing)
    return f"The template {name} does not have the {which} {names}; the built-in look is used for {them}."


def _empty(document: Document) -> None:
    """Take out what stands in the body of a template; the pages of its end stay, with header and footer."""
    body = document.element.body
    end = body.get_or_add_sectPr()
    # Pages have the header and the footer of those before them where they name none.
    for earlier in reversed([section for section in body.iter(qn("w:sectPr")) if section is not end]):
        _take_over_margins(earlier, end)
    for child in list(body):
        if child is not end:
            body.remove(child)


def _take_over_margins(earlier: Any, end: Any) -> None:
    """Name the headers and footers of earlier pages where those at the end have none of their kind."""
    named = {(each.tag, each.type_) for each in _list_margins(end)}
    for each in reversed(_list_margins(earlier)):
        if (each.tag, each.type_) not in named:
            end.insert(0, each)


def _list_margins(section: Any) -> list[Any]:
    return [each for tag in ("w:headerReference", "w:footerReference") for each in section.findall(qn(tag))]


def _add_numbering(document: Document) -> None:
    """Give a document the part that holds how lists are numbered, where it has none."""
    parts = [relation.reltype for relation in document.part.rels.values()]
    if RELATIONSHIP_TYPE.NUMBERING in parts:
        return
    root = make_element("w:numbering")
    part = NumberingPart(
        PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, root, document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)


def build_template() -> Document:
    """The template that data/reference holds: A4, with the built-in look of every style."""
    document = docx.Document()
    styles.keep_only(document, _WORDS_OWN)
    styles.add_missing(document)
    for part in list(document.part.numbering_part.element):
        document.part.numbering_part.element.remove(part)
    _set_letters(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.0)
    section.header_distance = section.footer_distance = Cm(0.9)
    section.different_first_page_header_footer = True
    _set_compatible(document)
    _drop_parts(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "Template of the report", "", ""
    return document


def _set_letters(document: Document) -> None:
    """One font for every style, and space between lines and paragraphs that the styles add to."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    letters = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    letters.replace(
        letters.find(qn("w:rFonts")), make_element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    )
    spacing = defaults.find(f".//{qn('w:spacing')}")
    spacing.set(qn("w:after"), "0")
    spacing.set(qn("w:line"), "264")


def _set_compatible(document: Document) -> None:
    """Say that the file is of today's Word, which otherwise opens it as one of 2007."""
    root = document.settings.element
    compatible = root.find(qn("w:compat"))
    if compatible is None:
        compatible = make_element("w:compat")
        root.append(compatible)
    compatible.append(make_element("w:compatSetting", name="compatibilityMode", uri=_COMPATIBLE, val=15))


def _drop_parts(document: Document) -> None:
    """Take out what python-docx's own template brings along and nobody reads: a preview, styles of 2007."""
    for part, kinds in (
        (document.part, ("stylesWithEffects", "customXml")),
        (document.part.package, ("thumbnail",)),
    ):
        for identity, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in kinds:
                part.rels.pop(identity)


def save(document: Document) -> bytes:
    """A document as the bytes of a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
