"""What is typed into a form: kept in the session until it is stored or dropped.

A control that is not drawn, as on a tab or a page that was left, is forgotten by Streamlit with what it
holds. So each control of a form hands over what it holds as soon as that has changed, and begins with it
when it is drawn again. The controls of a form are keyed by a number that grows when the form is stored, so
that it starts afresh then, and one that was refused keeps what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import streamlit as st

from csp.core.markup import plain
from csp.shell import drafts

SEPARATOR = ";"
"""Between the choices of a field of several, as they are stored."""
_BEGUN, _TYPED = "report_begun", "report_typed"


class Handed(TypedDict):
    """What a control is drawn with, so that it hands over what it holds."""

    key: str
    on_change: Any
    args: tuple[str]


@dataclass(frozen=True)
class Form:
    """A form as its author began it. values: of its fields as they were stored then, by their names.

    key: what the keys of its controls begin with. version: of what was stored then, 0 for nothing.
    """

    name: str
    key: str
    version: int
    values: Mapping[str, str]

    def key_of(self, field: str) -> str:
        """The key of the control of a field."""
        return f"{self.key}-{field}"

    def bind(self, field: str) -> Handed:
        """The key of a control, and how it hands over what it holds."""
        return {"key": self.key_of(field), "on_change": _hand_over, "args": (self.key_of(field),)}

    def read(self, field: str) -> str:
        """What a field holds, typed or else stored; several choices as one text."""
        key = self.key_of(field)
        value = st.session_state.get(key)
        value = _all(_TYPED).get(key, self.values[field]) if value is None else value
        return SEPARATOR.join(value) if isinstance(value, list) else str(value)

    def read_choices(self, field: str) -> list[str]:
        """What a field of several choices holds."""
        return [each for each in self.read(field).split(SEPARATOR) if each]

    def put(self, field: str, value: str) -> None:
        """In a callback: a field holds this from now on."""
        st.session_state[self.key_of(field)] = value
        _hand_over(self.key_of(field))

    @property
    def is_changed(self) -> bool:
        """Whether it holds anything but what was stored."""
        return any(self.read(field) != value for field, value in self.values.items())


def _all(kept: str) -> dict[str, Any]:
    values: dict[str, Any] = st.session_state.setdefault(kept, {})
    return values


def _hand_over(key: str) -> None:
    """In a callback: keep what a control holds."""
    _all(_TYPED)[key] = st.session_state[key]


def open_form(name: str, version: int, values: Mapping[str, str]) -> Form:
    """A form with what was typed into it. version and values: what is stored now.

    One that nobody has typed into follows what is stored; another stays with what its author began from.
    """
    form: Form | None = _all(_BEGUN).get(name)
    if form is not None and form.version != version and not form.is_changed:
        start_afresh(name)
        form = None
    if form is None:
        key = f"report-{name}-{_read_round(name)}"
        first = drafts.version_seen(f"{key}-{next(iter(values))}", version)
        form = _all(_BEGUN)[name] = Form(name, key, first, dict(values))
    return form


def _read_round(name: str) -> int:
    """How often the form was started afresh."""
    return int(st.session_state.get(_name_round(name), 0))


def _name_round(name: str) -> str:
    return f"report-{name}{drafts.ROUND}"


def choose(form: Form, field: str, label: str, labels: Mapping[str, str]) -> None:
    """A list to choose the value of a field from, the first where it holds none of them. labels: by value."""
    values = list(labels)
    st.selectbox(
        plain(label),
        values,
        index=values.index(form.read(field)) if form.read(field) in values else 0,
        format_func=lambda value: plain(labels[value]),
        **form.bind(field),
    )


def start_afresh(name: str) -> None:
    """The form holds what is stored when it is drawn again."""
    st.session_state[_name_round(name)] = _read_round(name) + 1
    _all(_BEGUN).pop(name, None)


def has_typed(name: str) -> bool:
    """Whether a form that was begun holds anything but what was stored."""
    form: Form | None = _all(_BEGUN).get(name)
    return form is not None and form.is_changed
