"""A report from its filters, its arrangement and what people have written: the content, not yet a file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from csp.comparison import resolve
from csp.core import settings, wording
from csp.core.errors import UserError
from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.shell import share
from csp.topics.action_plan.findings.headlines import describe_simulated
from csp.topics.report import findings
from csp.topics.report.arrangement import CRIME, TITLES, Arrangement, Part, find_spec
from csp.topics.report.document import Block, Bullets, Cover, Document, Paragraph, Section
from csp.topics.report.fetch import ReportContext, fetch_field_words, open_context, read_day
from csp.topics.report.fields import describe_changed, describe_unknown, fill_fields, list_fields
from csp.topics.report.inline import escape
from csp.topics.report.places import Anchor, insert_texts, list_anchors
from csp.topics.report.sections import build_blocks
from csp.topics.report.sections.annexes import list_data_caveats
from csp.topics.report.texts import AuthorText, Texts

T = TypeVar("T")
NO_BLOCKS: tuple[Block, ...] = ()
_LOG = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Is told the title of the section that is begun, its number from 1, and how many there are."""


def ignore_progress(_title: str, _number: int, _of: int) -> None:
    """Tell nobody."""


def build_document(
    filters: Filters,
    arrangement: Arrangement,
    texts: Texts | None = None,
    progress: Progress = ignore_progress,
    today: date | None = None,
) -> Document:
    """The report. A section that fails says so in its place, and the rest is still written.

    progress: see Progress; what it raises ends the report. today: the day on the clock of the server
    where None. Raises UserError where the filters leave no month.
    """
    context = open_context(filters, arrangement, texts or Texts(), today or read_day())
    parts = [part for part in arrangement.parts if _find_title(context, part)]
    sections = []
    for number, part in enumerate(parts, 1):
        progress(_find_title(context, part), number, len(parts))
        sections.append(_build_section(context, part))
    return Document(
        kind=arrangement.kind,
        cover=_build_cover(context),
        sections=tuple(sections),
        about=_describe_file(context),
    )


def _find_title(context: ReportContext, part: Part) -> str:
    """What a section is called; "" for one that there is not, or whose crime type the source has not."""
    label = ""
    if part.key.startswith(CRIME):
        code = part.key.removeprefix(CRIME)
        label = next((each.long_label for each in context.page.offered if each.code == code), "")
        if not label:
            return ""
    spec = find_spec(context.arrangement.kind, part.key, label)
    return (part.title or spec.title) if spec else ""


def _build_section(context: ReportContext, part: Part) -> Section:
    """A section. What authors have written in one that fails is written nevertheless."""
    title, spec = _find_title(context, part), find_spec(context.arrangement.kind, part.key)
    no_texts: dict[str, list[Block]] = {}
    blocks, failure = _attempt(part.key, lambda: build_blocks(context, part.key), NO_BLOCKS)
    texts, failure_of_texts = _attempt(part.key, lambda: _write_texts(context, part.key), no_texts)
    return Section(
        part.key,
        title,
        insert_texts(blocks, texts),
        landscape=bool(spec and spec.landscape and not failure),
        failure=failure or failure_of_texts,
    )


def _attempt(key: str, make: Callable[[], T], nothing: T) -> tuple[T, str]:
    """What make gives and "", or nothing and why it was not made, in one sentence. key: of the section."""
    try:
        return make(), ""
    except UserError as error:
        return nothing, str(error)
    except Exception:
        _LOG.exception("The section %s of a report could not be written.", key)
        return nothing, findings.FAILED


def _write_texts(context: ReportContext, key: str) -> dict[str, list[Block]]:
    """What authors have written in a section, by place."""
    written: dict[str, list[Block]] = {}
    for text in context.texts.paragraphs:
        if text.section == key:
            words = fetch_field_words(context, list_fields([text.text]))
            written.setdefault(text.place, []).extend(write_text(text, words))
    return written


def find_anchors(context: ReportContext, key: str) -> tuple[Anchor, ...]:
    """The places between the blocks of a section; none where it cannot be written."""
    blocks, _ = _attempt(key, lambda: build_blocks(context, key), NO_BLOCKS)
    return list_anchors(blocks)


def write_text(text: AuthorText, words: dict[str, str]) -> list[Block]:
    """An author's text as blocks, and what there is to say of its figures. words: of its fields."""
    filled = fill_fields(text.text, words, text.written)
    blocks: list[Block] = []
    for paragraph in filled.text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if lines and all(line.startswith(("- ", "* ")) for line in lines):
            blocks.append(Bullets(tuple(line[2:].strip() for line in lines)))
        elif lines:
            blocks.append(Paragraph(" ".join(lines)))
    marks = (describe_changed(filled.changed), describe_unknown(filled.unknown))
    return [*blocks, *(Paragraph(escape(mark), "warning") for mark in marks if mark)]


def _build_cover(context: ReportContext) -> Cover:
    page, texts = context.page, context.texts
    source = page.source
    default = findings.SIGNATURES if context.arrangement.kind == "assessment" else ()
    return Cover(
        title=texts.title or TITLES[context.arrangement.kind],
        subtitle=texts.subtitle or page.place,
        partnership=page.area.partnership,
        period=page.span,
        day=context.today,
        source=source.credit,
        licence=source.licence,
        sample=share.explain_sample(page.area) if source.simulated else "",
        signatures=texts.signatures or default,
    )


def _describe_file(context: ReportContext) -> tuple[tuple[str, str], ...]:
    """What the file says of its figures, a name and its words each."""
    page, filters = context.page, context.filters
    catalogue = read_catalogue()
    left_out = [catalogue.flags[code].label for code in filters.exclude]
    left_out += ["incomplete months"] if filters.whole_months else []
    now, before = resolve.describe_periods(filters, page.scope)
    lines = [
        ("Partnership", settings.area().partnership),
        ("Place", page.place),
        ("Period", now),
        ("Compared with", before if page.scope.comparable else "nothing"),
        ("Left out", wording.list_words(left_out)),
        ("Source", page.source.credit),
        ("Licence", page.source.licence),
        ("Written", wording.day(context.today)),
        ("Action plan", describe_simulated(context.listing) if context.listing else ""),
        *(("Note", text) for text in list_data_caveats(context)),
    ]
    return tuple((name, words) for name, words in lines if words)
