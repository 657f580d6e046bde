"""The dashboard on the screen of a meeting: larger, without what one chooses by, page by page of the agenda.

It is on where the address says meeting=on. The switch is a control that nobody sees, bound to the
address and drawn on every page, so that it stays on from page to page and in every link; a button
and keys set it. What is chosen stays in force and is read in one line on top of the page.

The agenda is a list in the settings: pages by their names in the menu, each with a query as its
address has it, where it is to open with other filters or another tab. What an entry sets stays
until another one, or the reader, sets something else.

While a meeting is open on record, its own agenda takes the place of that list, and a strip at the foot
says how long the item has taken and takes down what is decided. The frame knows of it what Record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import parse_qs

import streamlit as st

from csp.core import settings, wording
from csp.core.errors import UserError
from csp.shell import messages, widgets
from csp.shell.pages import EVERY_FILTER, PAGES, TYPE, WARDS, WHOLE_MONTHS, WITHOUT, PageSpec

_SWITCH, _ON = "meeting", "on"
# Where in the agenda the reader last was, and the entry that a key leads to on this run.
_AT, _NEXT = "meeting_at", "meeting_next"
# The position that is on the screen, None on a page off the agenda.
_HERE = "meeting_here"
PAGE = "meeting"
"""The page of the meetings themselves."""
# What an item without a page opens: what is taken down at it.
ITEM_ALONE = "Meeting?meeting_tab=Agenda"
_STYLE = (settings.ROOT / "csp" / "shell" / "meeting.css").read_text(encoding="utf-8")
# On a page about a crime type every control only chooses what is shown: of no use to a room or on paper.
_CONTROLS = ("stSelectbox", "stMultiSelect", "stButtonGroup", "stCheckbox")
# Those of the page alone: a form that is opened over it, such as the strip's, has controls to fill in.
_NAMES = ", ".join(f"[data-testid={name}]" for name in _CONTROLS)
_CONTROLS_AWAY = (
    '[data-testid="stMain"] :is([data-testid="stElementContainer"], [data-testid="stLayoutWrapper"])'
    f":has(> :is({_NAMES})) {{ display: none; }} "
    # A column that holds nothing else leaves its room to what stands beside it.
    '[data-testid="stMain"] [data-testid="stColumn"]:has([data-testid="stElementContainer"])'
    f':not(:has([data-testid="stElementContainer"] > :not({_NAMES}))) {{ display: none; }}'
)


@dataclass(frozen=True)
class Clock:
    """How long an item has taken so far, and whether it is the one that the meeting is at."""

    seconds: float
    runs: bool


class Record(Protocol):
    """What a topic keeps of the meeting that is open. Positions are in its agenda, from 0; None is off it."""

    def read_agenda(self) -> Sequence[tuple[str, str]] | None:
        """The items of the agenda, a title and a line as in the settings each; None where none is open."""

    def arrive(self, at: int | None) -> Clock | None:
        """Note that the screen shows an item; how long that has taken."""

    def draw_strip(self, at: int | None) -> None:
        """Draw what is taken down at an item, and the way to take it down, in a container "meeting_strip"."""

    def keep_page(self, at: int | None) -> None:
        """Keep the figures of the page that has been drawn."""


@dataclass(frozen=True)
class Frame:
    """What the element of the meeting draws, see csp.shell.widgets.meeting."""

    name: str
    alone: bool
    pages: tuple[str, ...] | None = None
    at: float = 0.0
    clock: Clock | None = None


@dataclass(frozen=True)
class Entry:
    """A page of the agenda, and the values that its address is to name. title: "" for the page's own."""

    page: PageSpec
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)
    title: str = ""


def read_agenda(lines: Iterable[str]) -> tuple[list[Entry], list[str]]:
    """The entries of an agenda ("Wards", "Trends?type=Robbery"), and the lines that name no page."""
    by_name = {name.lower(): page for page in PAGES for name in (page.file, page.title)}
    entries, unknown = [], []
    for line in lines:
        name, _, query = line.partition("?")
        page = by_name.get(name.strip().lower())
        if page is None:
            unknown.append(name.strip())
        else:
            entries.append(Entry(page, parse_qs(query)))
    return entries, unknown


def find_entries(lines: Iterable[str]) -> list[Entry | None]:
    """The entry of each line of an agenda, None for one that names no page."""
    return [next(iter(read_agenda([line])[0]), None) for line in lines]


def read_items(items: Iterable[tuple[str, str]]) -> tuple[list[Entry], list[str]]:
    """The entries of the agenda on record, by the titles of its items, and the lines that name no page.

    Such an item stays: it is shown as one without a page.
    """
    entries, unknown = [], []
    for title, line in items:
        pages, missing = read_agenda([line or ITEM_ALONE])
        unknown += missing
        (entry,) = pages or read_agenda([ITEM_ALONE])[0]
        entries.append(replace(entry, title=title))
    return entries, unknown


def describe_unknown(names: Sequence[str]) -> str:
    """What the agenda of the settings names in vain, and what it may name."""
    quoted = wording.quote_words(names)
    titles = ", ".join(page.title for page in PAGES)
    return (
        f"{settings.area_file().name}, [meeting]: {quoted} could not be found in the menu and is left out "
        f"of the agenda. The pages are: {titles}."
    )


def find_position(entries: Sequence[Entry], page: PageSpec, last: int | None) -> float:
    """The position of a page in the agenda, from 0; half a step behind the last one where it is not on it.

    last: the position where the reader last was, which decides where a page is on the agenda twice.
    """
    if last is not None and last < len(entries) and entries[last].page is page:
        return last
    positions = [i for i, entry in enumerate(entries) if entry.page is page]
    if positions:
        return positions[0]
    return -0.5 if last is None else min(last, len(entries) - 1) + 0.5


def is_on() -> bool:
    """Whether the page is drawn for the screen of a meeting."""
    return bool(st.session_state.get(_SWITCH, st.query_params.get(_SWITCH)) == _ON)


def write_style(page: PageSpec) -> str:
    """The style sheet that a page has for a meeting, and for its controls on paper."""
    style = _STYLE if is_on() else ""
    if TYPE in page.filters:
        style += f"@media {'all' if is_on() else 'print'} {{ {_CONTROLS_AWAY} }}\n"
    return style


def draw_switch() -> None:
    """The switch itself, where nobody sees it. Once per run, on every page."""
    st.pills("Meeting", [_ON], key=_SWITCH, bind="query-params", label_visibility="collapsed")


def draw(page: PageSpec, record: Record | None = None) -> None:
    """Whose dashboard this is, and the way into a meeting or through its agenda. Before the filters.

    record: of the meeting that may be open. Nothing where the settings cannot be read: the page says why.
    """
    with suppress(UserError):
        name, agenda = settings.area().partnership, settings.area().agenda
        if not is_on():
            _draw_frame(Frame(name, alone=not page.has_heading))
            return
        items = record.read_agenda() if record is not None else None
        entries, unknown = read_agenda(agenda) if items is None else read_items(items)
        at = find_position(entries, page, st.session_state.get(_AT))
        here = int(at) if at in range(len(entries)) else None
        st.session_state[_HERE] = here
        if here is not None:
            st.session_state[_AT] = here
        clock = record.arrive(here) if record is not None and items is not None else None
        titles = tuple(entry.title or entry.page.title for entry in entries)
        to = _draw_frame(Frame(name, not page.has_heading, titles, at, clock))
        if to is not None and to in range(len(entries)):
            _turn(entries, to)
        if unknown and items is None:
            messages.note(describe_unknown(unknown))


def draw_strip(record: Record | None) -> None:
    """At the foot of the screen: what is taken down at the item. Nothing where no meeting is open."""
    if record is not None and is_on():
        record.draw_strip(st.session_state.get(_HERE))


def keep_page(record: Record | None) -> None:
    """Keep what the page has shown with the meeting that is open, when it has been drawn."""
    if record is not None and is_on():
        record.keep_page(st.session_state.get(_HERE))


def begin_at(line: str) -> None:
    """In a callback: begin the meeting's screen with the first item of its agenda; line has its page."""
    (entry,) = read_items([("", line)])[0]
    st.session_state[_SWITCH] = _ON
    _turn([entry], 0)


def find_here() -> int | None:
    """The position of the agenda that is on the screen; None off it, and where there is no meeting."""
    here: int | None = st.session_state.get(_HERE) if is_on() else None
    return here


def _draw_frame(frame: Frame) -> int | None:
    with st.container(key="whose"):
        return widgets.meeting(
            frame.name,
            pages=frame.pages,
            at=frame.at,
            alone=frame.alone,
            clock=None if frame.clock is None else (frame.clock.seconds, frame.clock.runs),
            on_switch=_switch,
        )


def _switch() -> None:
    st.session_state[_SWITCH] = None if is_on() else _ON


def _turn(entries: Sequence[Entry], to: int) -> None:
    """Choose what an entry of the agenda sets, before a control is drawn; follow() opens its page."""
    st.session_state[_AT] = to
    st.session_state[_NEXT] = entries[to]
    for key, values in entries[to].query.items():
        if _is_filter(key) or key in st.session_state:
            st.session_state[key] = _read_value(key, values)


def _is_filter(key: str) -> bool:
    return key in EVERY_FILTER or key.startswith(WITHOUT)


def _read_value(key: str, values: Sequence[str]) -> Any:
    """What a control holds for the values of its name in an address."""
    if key == WARDS:
        return list(values)
    if key == WHOLE_MONTHS or key.startswith(WITHOUT) or values[-1] in {"true", "false"}:
        return values[-1] == "true"
    return values[-1]


def follow(page: PageSpec) -> None:
    """Open the page that a key leads to. After the bar is drawn: its controls keep their values.

    page: the one that the reader is on. On the same page what the entry sets is chosen already, and the
    address is bound to it.
    """
    entry: Entry | None = st.session_state.pop(_NEXT, None)
    if entry is not None and entry.page is page:
        st.rerun()
    if entry is not None:
        # The filters of the bar are set already, and write themselves into the address.
        query = {key: list(values) for key, values in entry.query.items() if not _is_filter(key)}
        st.switch_page(f"pages/{entry.page.file}.py", query_params=query)
