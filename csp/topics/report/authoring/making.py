"""The files of a report: made on request, section by section in sight, and kept while they are up to date.

What was built for one format serves the others. A file is made in the reader's own session and never on
a common path, so two people at once do not meet.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core.errors import UserError
from csp.core.later import import_later
from csp.core.markup import plain
from csp.core.stored_names import build_stem
from csp.shell import messages
from csp.topics.report.arrangement import TITLES
from csp.topics.report.authoring import words
from csp.topics.report.build import Progress
from csp.topics.report.command import WRITERS
from csp.topics.report.document import Document, Kind

_word = import_later("csp.topics.report.word")
_MADE, _REQUESTED = "report_made", "report_requested"


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    label: str
    ending: str
    mime: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = (
    Format("Word", "docx", f"{_OFFICE}.wordprocessingml.document"),
    Format("PDF", "pdf", "application/pdf"),
    Format("Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
)

Build = Callable[[Progress], Document]


@dataclass
class MadeReport:
    """A document as it was built, of what, and its files by their ending, with the seconds each took.

    lacking: what the council's own template of the Word file lacks, "" for nothing.
    """

    of: object
    document: Document
    files: dict[str, tuple[bytes, float]] = field(default_factory=dict)
    lacking: str = ""


def draw_files(kind: Kind, span: str, of: object, build: Build, row: DeltaGenerator) -> None:
    """A button for each format, and the file once it is made.

    span: the period in words, for the name. of: all that the report is made of; a file that was made of
    something else is dropped. row: where the buttons stand.
    """
    made: MadeReport | None = st.session_state.get(_MADE)
    if made is not None and made.of != of:
        made = None
        del st.session_state[_MADE]
        messages.note("What the report is made of has changed: make the file again.")
    with row:
        for each in FORMATS:
            _draw_button(each, kind)
    # Below the buttons, so that they stay where they are while a file is made.
    place = st.empty()
    # Kept until the file is there: a click while it is made begins the run, and with it the file, once more.
    requested = st.session_state.get(_REQUESTED)
    for each in FORMATS:
        if requested == (each.ending, kind):
            made = _make_or_explain(each, made, of, build, place)
    st.session_state.pop(_REQUESTED, None)
    if made is None:
        return
    for failure in words.list_failures(made.document.sections):
        messages.warning(failure, icon="error")
    for each in FORMATS:
        if each.ending in made.files:
            _draw_file(each, name_file(kind, span, each.ending), made.files[each.ending])
    if made.lacking:
        messages.note(made.lacking)


def _draw_button(each: Format, kind: Kind) -> None:
    st.button(
        plain(f"Make {each.label}"),
        key=f"make_{each.ending}",
        icon=":material/description:",
        on_click=st.session_state.update,
        kwargs={_REQUESTED: (each.ending, kind)},
    )


def _make_or_explain(
    each: Format, made: MadeReport | None, of: object, build: Build, place: DeltaGenerator
) -> MadeReport | None:
    """What _make() makes; where it cannot be made, the page says why and has what there was before."""
    try:
        return _make(each, made, of, build, place)
    except UserError as refusal:
        place.empty()
        messages.error(str(refusal))
        return made
    except Exception:
        # Asked for once more, it would fail once more, and the page with it.
        del st.session_state[_REQUESTED]
        raise


def _make(
    each: Format, made: MadeReport | None, of: object, build: Build, place: DeltaGenerator
) -> MadeReport:
    """Build the document where there is none of this yet, and write it in a format."""
    began = time.monotonic()

    def show(title: str, number: int, of_all: int) -> None:
        # The last part of the way is for the file, which takes about as long as a section or two.
        share = (number - 1) / (of_all + 2)
        place.progress(share, text=plain(f"Writing: {title} ({number} of {of_all})"))

    if made is None:
        made = MadeReport(of, build(show))
    place.progress(0.9, text=plain(f"Writing the {each.label} file"))
    content = WRITERS[f".{each.ending}"](made.document)
    made.files[each.ending] = (content, time.monotonic() - began)
    if each.ending == "docx":
        made.lacking = _word.check_template()
    st.session_state[_MADE] = made
    place.empty()
    return made


def _draw_file(each: Format, name: str, file: tuple[bytes, float]) -> None:
    content, seconds = file
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            plain(f"Download {each.label}"),
            data=content,
            file_name=name,
            mime=each.mime,
            key=f"download_{each.ending}",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
        messages.caption(words.describe_made(name, len(content), seconds))


def name_file(kind: Kind, span: str, ending: str) -> str:
    """What a file is called: "community-safety-briefing-jan-to-dec-2020.pdf"."""
    return f"{build_stem(TITLES[kind])}-{build_stem(span)}.{ending}"
