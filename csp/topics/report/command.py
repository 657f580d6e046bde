"""The command report: the filters of a link, and a file of the kind that its name asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from csp.core import settings
from csp.core.errors import UserError
from csp.core.filters import Filters
from csp.core.later import import_later
from csp.core.measures import read_catalogue
from csp.core.new_file import write_beside
from csp.shell.drawing import draw_apart
from csp.shell.filter_bar import resolve_view
from csp.shell.filter_values import LinkFinder
from csp.shell.pages import EVERY_FILTER, TYPE
from csp.topics.report import fetch
from csp.topics.report.arrangement import KINDS, Arrangement, arrange_by_default
from csp.topics.report.authoring import order
from csp.topics.report.authoring.gathering import KeptReport, fetch_kept, fit_sections, list_crime_labels
from csp.topics.report.build import Progress, build_document
from csp.topics.report.document import Document, Kind

_word, _pdf, _workbook = (import_later(f"csp.topics.report.{name}") for name in ("word", "pdf", "workbook"))
WRITERS: dict[str, Callable[[Document], bytes]] = {
    ".docx": lambda document: bytes(_word.write_docx(document)),
    ".pdf": lambda document: bytes(_pdf.write_pdf(document)),
    ".xlsx": lambda document: bytes(_workbook.write_xlsx(document)),
}
"""What writes a report, by the ending of the file."""
_WITH_PICTURES = (".docx", ".pdf")


def check_template(ending: str) -> str:
    """What the template in force lacks, in one sentence; "" for nothing, or a file that is made without one.

    ending: of the file, ".docx". Raises UserError where the template cannot be read.
    """
    return str(_word.check_template()) if ending == ".docx" else ""


def read_link(link: str) -> Filters:
    """The filters of the address of a page; as a page opens where it is "".

    Raises UserError for a value that is not on offer.
    """
    renamed = read_catalogue().renamed
    values = parse_qs(urlsplit(link).query)
    values[TYPE] = [renamed.get(label, label) for label in values.get(TYPE, [])]
    return resolve_view(settings.area(), EVERY_FILTER, LinkFinder(EVERY_FILTER, values)).filters


def write_report(
    target: Path, kind: str, link: str, labels: Sequence[str], since: date | None, progress: Progress
) -> list[str]:
    """Write a report to a file; gives the titles of the sections that could not be written.

    labels: of the crime types that have a section of their own; those of the adopted and raised
    priorities where there are none. Raises UserError for what cannot be written.
    """
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        raise UserError(f"{target.name} ends in none of {', '.join(WRITERS)}: give it one of them.")
    # What draws begins at once, and is ready when the figures are.
    with draw_apart(at_once=True) if target.suffix.lower() in _WITH_PICTURES else nullcontext():
        document = _build(read_link(link), _check_kind(kind), labels, since, progress)
        content = write(document)
    try:
        with write_beside(target) as unfinished:
            unfinished.write_bytes(content)
            unfinished.replace(target)
    except OSError as error:
        raise UserError(f"{target} cannot be written ({error.strerror}): choose another place.") from error
    return [section.title for section in document.sections if section.failure]


def _build(
    filters: Filters, kind: Kind, labels: Sequence[str], since: date | None, progress: Progress
) -> Document:
    kept = fetch_kept(filters, kind, since)
    return build_document(filters, _arrange(kept, labels), kept.build_texts(), progress)


def _check_kind(kind: str) -> Kind:
    for known in KINDS:
        if kind == known:
            return known
    raise UserError(f'"{kind}" is none of {", ".join(KINDS)}.')


def _arrange(kept: KeptReport, labels: Sequence[str]) -> Arrangement:
    """The order that is kept; the usual one where there is none, or crime types are named."""
    filters, since = kept.context.filters, kept.context.arrangement.since
    if labels:
        return arrange_by_default(kept.kind, _find_types(filters, labels), since)
    list_types = partial(fetch.list_default_types, filters)
    sections = fit_sections(kept, list_crime_labels(filters.source), list_types)
    return order.arrange(sections, kept.kind, since)


def _find_types(filters: Filters, labels: Sequence[str]) -> list[str]:
    """The codes of crime types. Raises UserError for a label that the source does not offer."""
    codes = {measure.label.casefold(): measure.code for measure in read_catalogue().offered(filters.source)}
    unknown = [label for label in labels if label.casefold() not in codes]
    if unknown:
        raise UserError(f"This source has no crime type called {', '.join(unknown)}.")
    return [codes[label.casefold()] for label in labels]
