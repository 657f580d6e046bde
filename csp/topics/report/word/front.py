"""What stands around the sections of a report: cover, contents, header and footer, properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from docx.document import Document as File
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph

from csp.core import wording
from csp.topics.report.document import Cover, Document
from csp.topics.report.word import styles
from csp.topics.report.word.markup import add_field, add_text, clean, link_to_bookmark, make_element
from csp.topics.report.word.paper import Entry, Paper
from csp.topics.report.word.tables import write_list

_NUMBER_WIDTH = Cm(1.0)
_SIGNATURE_HEIGHT = Cm(1)
_SIGNATURE_SHARES, _ABOUT_SHARES = (3, 3, 2), (1, 3)
_PAGE_FIELD = "PAGE"
_LONGEST_PROPERTY = 255
_SETTINGS_BEHIND = (
    "hdrShapeDefaults",
    "footnotePr",
    "endnotePr",
    "compat",
    "docVars",
    "rsids",
    "themeFontLang",
    "clrSchemeMapping",
    "shapeDefaults",
    "decimalSymbol",
    "listSeparator",
)
"""The settings that Word's schema wants after that of the fields."""


def write_cover(paper: Paper, cover: Cover) -> None:
    """The title page: what, of whom, of when, from where, and who signs it off."""
    paper.add_paragraph(styles.TITLE, cover.title)
    if cover.subtitle:
        paper.add_paragraph(styles.SUBTITLE, cover.subtitle)
    for words in (cover.partnership, cover.period, wording.day(cover.day)):
        if words:
            paper.add_paragraph("Normal", words)
    if cover.sample:
        paper.add_paragraph(styles.WARNING, cover.sample)
    for name, words in (("Source", cover.source), ("Licence", cover.licence)):
        if words:
            paper.add_paragraph(styles.NOTE, f"{name}: {words}")
    if cover.signatures:
        paper.add_paragraph(styles.LEAD, "Signed off by")
        headers = ("Office", "Name", "Date")
        caption = "Who signs the report off"
        write_list(paper, headers, cover.signatures, caption, _SIGNATURE_SHARES, _SIGNATURE_HEIGHT)


def write_opening(paper: Paper, cover: Cover) -> None:
    """The head of a paper without a cover: its title, and a line of whom it is and of when."""
    title = paper.add_paragraph(styles.TITLE, cover.title)
    # The space of a cover would be a third of the page.
    title.paragraph_format.space_before = Pt(0)
    facts = (cover.subtitle, cover.partnership, cover.period, wording.day(cover.day))
    paper.add_paragraph("Normal", " · ".join(filter(None, facts)))


@dataclass(frozen=True)
class Contents:
    """The place of the contents: their heading, and how wide the page is there."""

    heading: Paragraph
    width: Length


def start_contents(paper: Paper, starts_page: bool) -> Contents:
    """The heading of the contents; fill_contents() puts them below. starts_page: on a page of their own."""
    heading = paper.add_paragraph(styles.CONTENTS_TITLE, "Contents")
    heading.paragraph_format.page_break_before = starts_page or None
    return Contents(heading, paper.width)


def fill_contents(paper: Paper, contents: Contents, levels: int) -> None:
    """A field of contents that holds the headings, each as a link; Word adds the pages on opening."""
    entries = [entry for entry in paper.entries if entry.level <= levels]
    if not entries:
        return
    # Written at the end of the file, and moved to below their heading.
    lines = [_write_entry(paper.file, entry, contents.width) for entry in entries]
    *start, end = add_field(lines[0], f'TOC \\o "1-{levels}" \\h \\z \\u')
    for run in reversed(start):
        lines[0]._p.get_or_add_pPr().addnext(run)
    lines[-1]._p.append(end)
    holder, content = _make_holder()
    contents.heading._p.addprevious(holder)
    for paragraph in (contents.heading, *lines):
        content.append(paragraph._p)


def _make_holder() -> tuple[Any, Any]:
    """The box by which Word knows contents, and offers to update them; its content."""
    holder, properties, kind, content = (
        make_element(f"w:{tag}") for tag in ("sdt", "sdtPr", "docPartObj", "sdtContent")
    )
    kind.append(make_element("w:docPartGallery", val="Table of Contents"))
    kind.append(make_element("w:docPartUnique"))
    properties.append(kind)
    holder.extend([properties, content])
    return holder, content


def _write_entry(file: File, entry: Entry, width: Length) -> Paragraph:
    paragraph: Paragraph = file.add_paragraph(style=styles.CONTENTS[entry.level - 1])
    form = paragraph.paragraph_format
    form.left_indent = _NUMBER_WIDTH
    form.first_line_indent = -_NUMBER_WIDTH if entry.number else 0
    form.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if entry.number:
        add_text(paragraph, entry.number).add_tab()
    add_text(paragraph, entry.text).add_tab()
    add_field(paragraph, f"PAGEREF {entry.bookmark} \\h")
    link_to_bookmark(paragraph, entry.bookmark)
    return paragraph


def write_about(paper: Paper, about: tuple[tuple[str, str], ...], is_short: bool) -> None:
    """What the file says of its figures: a table at the end, or a line in a short paper."""
    if not about:
        return
    if is_short:
        paper.add_paragraph(styles.NOTE, "; ".join(f"{name}: {words}" for name, words in about))
        return
    paper.turn(is_landscape=False)
    paper.add_heading("About this document", 1)
    write_list(paper, ("What", "Words"), about, "About this document", _ABOUT_SHARES)


def write_margins(file: File, report: Document) -> None:
    """Header and footer of the first pages, which all others take over: sample label, title and page number.

    What the template has there stays. A paper without a cover has no first page of its own, and one side
    has its title above its text alone.
    """
    section, is_briefing = file.sections[0], report.kind == "briefing"
    if report.kind != "assessment":
        section.different_first_page_header_footer = False
    for header, is_first in _list_headers(file, section):
        if not (is_first or is_briefing or _has_content(header)):
            _write_line(header, styles.HEADER, report.cover.title)
        if report.cover.sample:
            _write_line(header, styles.SAMPLE, report.cover.sample)
    for footer in _list_footers(file, section):
        if _PAGE_FIELD not in footer._element.xml:
            _write_page_number(_write_line(footer, styles.FOOTER, ""))


def _list_headers(file: File, section: Section) -> Iterator[tuple[_Header, bool]]:
    """Those that a page may have, and whether it is that of the first page."""
    yield section.header, False
    if section.different_first_page_header_footer:
        yield section.first_page_header, True
    if file.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header, False


def _list_footers(file: File, section: Section) -> Iterator[_Footer]:
    """Those of pages with a number: the first page of a paper with a cover has none."""
    yield section.footer
    if file.settings.odd_and_even_pages_header_footer:
        yield section.even_page_footer


def _has_content(header: _Header) -> bool:
    """Whether a template has words or pictures there."""
    tags = ("w:t", "w:drawing", "w:pict", "w:fldSimple")
    return any(next(header._element.iter(qn(tag)), None) is not None for tag in tags)


def _write_line(margin: _Header | _Footer, style: str, text: str) -> Paragraph:
    """A line at the end of a header or footer, in its first paragraph while that is empty."""
    last = margin.paragraphs[-1] if margin.paragraphs else margin.add_paragraph()
    line = margin.add_paragraph() if len(last._p) > (last._p.pPr is not None) else last
    line.style = style
    if text:
        add_text(line, text)
    return line


def _write_page_number(line: Paragraph) -> None:
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_text(line, "Page ")
    add_field(line, _PAGE_FIELD, "1")
    add_text(line, " of ")
    add_field(line, "NUMPAGES", "1")


def write_properties(file: File, report: Document, lacking: str) -> None:
    """What the file says of itself, and its language. lacking: what its template lacks."""
    cover, properties = report.cover, file.core_properties
    properties.title, properties.subject = _cut(cover.title), _cut(cover.subtitle)
    properties.author = properties.last_modified_by = _cut(cover.partnership)
    properties.comments = _cut(" ".join(filter(None, (cover.sample, lacking))))
    properties.language, properties.keywords, properties.category = report.language, "", ""
    properties.created = properties.modified = datetime.combine(cover.day, time())
    properties.revision = 1
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), report.language)
    _update_fields(file)


def _cut(text: str) -> str:
    """A text as long as a property of a file may be."""
    plain = clean(text)
    return plain if len(plain) <= _LONGEST_PROPERTY else f"{plain[: _LONGEST_PROPERTY - 1]}…"


def _update_fields(file: File) -> None:
    """Have Word work out the fields when it opens the file: only it knows on which page a heading is."""
    root = file.settings.element
    for setting in root.findall(qn("w:updateFields")):
        root.remove(setting)
    followers = {qn(f"w:{name}") for name in _SETTINGS_BEHIND}
    behind = next((child for child in root if child.tag in followers), None)
    update = make_element("w:updateFields", val="true")
    if behind is None:
        root.append(update)
    else:
        behind.addprevious(update)
