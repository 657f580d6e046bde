"""What abbreviations on the screen stand for, said on hover wherever an element shows one.

A topic may add to the abbreviations of the reference table: the action plan adds the names of its agencies
where a page shows actions. They are read once in a run of a page, by the first element that is drawn; each
element gets those that its own words have (csp/shell/widgets/spelling.js), and what was used on a page is
listed on paper and in its files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from csp.core import settings
from csp.core.abbreviations import pick_terms, read_abbreviations
from csp.core.errors import UserError

_KEY = "page_abbreviations"


def read_table() -> Mapping[str, str]:
    """The abbreviations of the partnership's area; none while the settings cannot be used."""
    try:
        return {each.short: each.long for each in read_abbreviations(settings.area().places)}
    except UserError:
        return {}


@dataclass
class Glossary:
    """What abbreviations stand for on a page, and those that it has shown so far.

    source gives the terms; they are None until somebody asks for them.
    """

    source: Callable[[], Mapping[str, str]] = read_table
    terms: Mapping[str, str] | None = None
    used: dict[str, str] = field(default_factory=dict)

    def pick(self, text: str) -> dict[str, str]:
        """The terms that a text has, with what they stand for."""
        return pick_terms(text, self.read_terms())

    def read_terms(self) -> Mapping[str, str]:
        """All of them."""
        if self.terms is None:
            self.terms = self.source()
        return self.terms


def begin() -> None:
    """Begin a run of a page, of which nothing is drawn yet."""
    st.session_state[_KEY] = Glossary()


def read() -> Glossary:
    """What the page has."""
    glossary: Glossary = st.session_state.setdefault(_KEY, Glossary())
    return glossary


def use(source: Callable[[], Mapping[str, str]]) -> None:
    """Have a topic say what abbreviations stand for on this page, those of the reference table too.

    Nothing happens where no page is drawn, as when the server prepares what the first one needs.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return
    glossary = read()
    if glossary.source is not source:
        glossary.source, glossary.terms = source, None


def pick(text: str) -> dict[str, str]:
    """The terms that a text on the page has, with what they stand for; they count as shown from now on."""
    terms = read().pick(text)
    read().used.update(terms)
    return terms


def list_terms() -> Mapping[str, str]:
    """What every abbreviation stands for that the page might show."""
    return read().read_terms()


def list_used() -> dict[str, str]:
    """The terms that the page has shown so far, in alphabetical order."""
    return dict(sorted(read().used.items(), key=lambda pair: pair[0].casefold()))


def join_texts(value: object) -> str:
    """All words in the data of an element, one under the other."""
    return "\n".join(_list_texts(value))


def _list_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _list_texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _list_texts(each)
