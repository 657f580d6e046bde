"""What the reader has chosen, by the keys of the filters, before a control is drawn.

The bar names what is in force, so a value has to be known before its control is drawn: it is in
the session, or, on the first run after a link was opened, in the address alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st

from csp.core import wording
from csp.core.errors import UserError

_DEFAULTS = "filter_defaults"
_OPENED = "filter_opened_with"
_NOT_FOUND = "filter_not_found"
_SWITCH = {"true": True, "false": False}


class Finder:
    """Finds what is chosen of each filter, and notes what was asked for in vain of those a page uses."""

    def __init__(self, used: frozenset[str]) -> None:
        self.sentences: list[str] = []
        self.defaults: dict[str, str] = {}
        self._used = used
        self._left = ""

    def find(
        self, key: str, options: Collection[str], default: str, name: str, reset_to: str | None = None
    ) -> str:
        """The choice of a filter with these options; a stored one that is not on offer is dropped.

        name is what a sentence calls the filter. reset_to: what a reset gives it, where that is not default.
        """
        before = self._list_defaults(key)
        self._remember(key, reset_to or default)
        self.defaults[key] = default
        choice = self._read(key)
        if choice in (None, "") or choice in options:
            return str(choice or default)
        # What nobody chose was the default of another source; the browser may go on sending it.
        if choice not in before:
            self._note(key, name, [str(choice)], default)
        # In place of it, and not deleted: the browser would keep what it shows.
        self._replace(key, default)
        return default

    def find_one(self, key: str, options: Collection[str], name: str, of_all: str) -> list[str]:
        """At most one of the options, the first asked for; none stands for all, which of_all names."""
        offered = self.find_several(key, options, name, of_all)
        if len(offered) < 2:
            return offered
        self._note_left_out(key, name, offered)
        self._replace(key, offered[:1])
        return offered[:1]

    def find_several(self, key: str, options: Collection[str], name: str, of_all: str) -> list[str]:
        """Any number of the options; none stands for all of them, which of_all names."""
        self._remember(key, [])
        stored = self._read(key)
        choices = [str(each) for each in (stored if isinstance(stored, list) else [stored]) if each]
        offered = [choice for choice in dict.fromkeys(choices) if choice in options]
        if unknown := [choice for choice in choices if choice not in options]:
            self._note(key, name, unknown, wording.list_words(offered) or of_all)
            self._replace(key, offered)
        return offered

    def find_switch(self, key: str, kind: str, name: str) -> bool:
        """Whether a switch is on. kind: the filter that it belongs to."""
        self._remember(key, False)
        stored = self._read(key)
        if isinstance(stored, str):
            if stored.lower() not in _SWITCH:
                self._note(kind, name, [stored], "no")
            return _SWITCH.get(stored.lower(), False)
        return bool(stored)

    def leave(self, key: str, sentence: str) -> None:
        """Say that a choice is not followed here, in place of all that could not be found because of it."""
        if key in self._used:
            self._left = sentence

    @property
    def notes(self) -> list[str]:
        """What was asked for in vain, a sentence each."""
        return [self._left] if self._left else self.sentences

    def _note(self, key: str, name: str, values: Sequence[str], instead: str) -> None:
        if key not in self._used:
            return
        self.sentences.append(
            f"{name} {wording.quote_words(values)} could not be found here: {instead} is shown instead."
        )

    def _note_left_out(self, key: str, name: str, offered: Sequence[str]) -> None:
        if key in self._used:
            self.sentences.append(f"One {name.lower()} at a time is published: {offered[0]} is shown.")

    def _read(self, key: str) -> Any:
        """What the session has under a key, else what the address has; None where neither has any."""
        if key in st.session_state:
            return st.session_state[key]
        values = st.query_params.get_all(key)
        return values if len(values) > 1 else next(iter(values), None)

    def _list_defaults(self, key: str) -> Collection[Any]:
        """The values that a filter has opened with in this session."""
        known: dict[str, list[Any]] = st.session_state.get(_OPENED, {})
        return known.get(key, ())

    def _remember(self, key: str, default: Any) -> None:
        """Note the value that a reset gives a filter."""
        st.session_state.setdefault(_DEFAULTS, {})[key] = default
        opened = st.session_state.setdefault(_OPENED, {}).setdefault(key, [])
        if default not in opened:
            opened.append(default)

    def _replace(self, key: str, offered: str | list[str]) -> None:
        """Put what is on offer in the place of a choice that is not."""
        if key in st.session_state:
            st.session_state[key] = offered


class LinkFinder(Finder):
    """Finds what the address of a page has chosen, without a session. What is not on offer is an error.

    values: those of the address by the keys of the filters.
    """

    def __init__(self, used: frozenset[str], values: Mapping[str, Sequence[str]]) -> None:
        super().__init__(used)
        self._values = values

    def _read(self, key: str) -> Any:
        values = self._values.get(key, ())
        return list(values) if len(values) > 1 else next(iter(values), None)

    def _list_defaults(self, _key: str) -> Collection[Any]:
        """There is no run before."""
        return ()

    def _remember(self, key: str, default: Any) -> None:
        """There is nothing to reset."""

    def leave(self, key: str, sentence: str) -> None:
        """Raises UserError: a link to months cannot name a source of years."""
        raise UserError(f"{sentence} Correct {key} in the link, or leave it out.")

    def _note_left_out(self, key: str, name: str, offered: Sequence[str]) -> None:
        """Raises UserError: nobody is there who would see which is shown."""
        raise UserError(
            f"One {name.lower()} at a time is published: keep one of {wording.quote_words(offered)} as {key} "
            "in the link."
        )

    def _note(self, key: str, name: str, values: Sequence[str], instead: str) -> None:
        """Raises UserError: nobody is there who would see what is shown instead."""
        raise UserError(
            f"{name} {wording.quote_words(values)} could not be found here. Correct {key} in the link, or "
            f"leave it out, which stands for {instead}."
        )


def reset() -> None:
    """In a callback: every filter as it opens. Set, not deleted: a deleted one would be read from the
    address again.
    """
    st.session_state.update(st.session_state.get(_DEFAULTS, {}))


def keep_sentences(view: object, sentences: Sequence[str]) -> list[str]:
    """The sentences about what could not be found, for as long as the view is the one they were said of."""
    if sentences:
        st.session_state[_NOT_FOUND] = (view, list(sentences))
    said_of, kept = st.session_state.get(_NOT_FOUND, (None, []))
    return list(kept) if said_of == view else []
