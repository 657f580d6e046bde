"""Word's own markup where python-docx has no words for it: elements, texts, fields, bookmarks and links."""

from __future__ import annotations

import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from csp.core.characters import printable
from csp.topics.report import inline

LINK = "Hyperlink"
# The two that XML cannot hold and that are not control characters.
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def make_element(tag: str, **attributes: str | int) -> Any:
    """An element of Word's main vocabulary, with attributes of it: make_element("w:sz", val=24)."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def clean(text: str) -> str:
    """A text of any origin on one line, without what XML cannot hold."""
    return _NO_CHARACTERS.sub("\ufffd", printable(text))


def break_lines(text: str) -> list[str]:
    """The lines of a text, each as clean() has it; one empty line where there is no text."""
    return [clean(line) for line in text.splitlines()] or [""]


def add_text(paragraph: Paragraph, text: str) -> Run:
    """Add a plain text as a run."""
    return paragraph.add_run(clean(text))


def add_lines(paragraph: Paragraph, text: str) -> None:
    """Add a plain text whose line ends stay line ends."""
    for at, line in enumerate(break_lines(text)):
        if at:
            paragraph.add_run().add_break()
        if line:
            paragraph.add_run(line)


def add_markdown(paragraph: Paragraph, text: str) -> None:
    """Add the runs of a paragraph in Markdown; a link leads to its address."""
    for run in inline.read_runs(text):
        if not run.link:
            _set(add_text(paragraph, run.text), run)
            continue
        address = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = make_element("w:hyperlink")
        link.set(qn("r:id"), address)
        words = add_text(paragraph, run.text)
        words.style = LINK
        _set(words, run)
        link.append(words._r)
        paragraph._p.append(link)


def _set(words: Run, run: inline.Run) -> None:
    # None leaves it to the style, which may be bold itself.
    words.bold = run.bold or None
    words.italic = run.italic or None


def add_field(paragraph: Paragraph, code: str, result: str = "") -> list[Any]:
    """Add a field, which Word works out, with what it shows until then. Gives its runs."""
    runs = [_add_mark(paragraph, "begin"), paragraph.add_run(), _add_mark(paragraph, "separate")]
    instruction = make_element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    runs[1]._r.append(instruction)
    if result:
        runs.append(add_text(paragraph, result))
    runs.append(_add_mark(paragraph, "end"))
    return [run._r for run in runs]


def _add_mark(paragraph: Paragraph, kind: str) -> Run:
    run = paragraph.add_run()
    run._r.append(make_element("w:fldChar", fldCharType=kind))
    return run


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around what a paragraph holds. number: one that no other bookmark has."""
    start = make_element("w:bookmarkStart", id=number, name=name)
    properties = paragraph._p.pPr
    if properties is None:
        paragraph._p.insert(0, start)
    else:
        properties.addnext(start)
    paragraph._p.append(make_element("w:bookmarkEnd", id=number))


def link_to_bookmark(paragraph: Paragraph, name: str) -> None:
    """Make all that a paragraph holds a link to a bookmark."""
    link = make_element("w:hyperlink", anchor=name, history=1)
    for run in list(paragraph._p.r_lst):
        link.append(run)
    paragraph._p.append(link)
