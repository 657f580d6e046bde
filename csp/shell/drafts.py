"""What outlives a lost connection: the name given, forms begun, and the versions they started from.

A browser that loses the server comes back as a new session. The fields of a form stay in the
browser by themselves, as long as the form keeps its key; all else that belongs to them is kept
there too, by collect(), and put back by restore().
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from csp.shell import people

# Of the form of an update: the update that it would correct.
CORRECTED = "board_correct"
# Of forms of updates that were begun and left for another action: what was typed, by the key of each field,
# and that it was put there by the dashboard. What the form on the screen holds the browser has itself.
_TYPED = re.compile(r"(update-[0-9a-f]{32})-(?:status|quarter|note|link|value-[0-9a-f]{32})")
GIVEN = "-given"
DRAWN = "update_drawn"
"""The key with which the fields of the form begin that this run has drawn."""
# Of a meeting: the entry that each form of its strip would make, and which meeting's minutes are kept here.
ENTRIES = ("meeting_form_decision", "meeting_form_action", "meeting_form_note")
KEEPS = "meeting_keeps"
_SEEN = "-seen"
# How often a form was started afresh, and which text is being written, end so.
ROUND, WRITTEN = "-round", "-written"
_UPDATE_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f-]{36}")
_RESTORED_VERSIONS = "drafts_restored_versions"
MOST_KEPT = 200


def collect() -> dict[str, str | int]:
    """What the browser keeps for the case that this session is lost, by its key in the session."""
    state = st.session_state
    own = (people.NAME_KEY, CORRECTED, KEEPS, *ENTRIES)
    ends = (_SEEN, ROUND, WRITTEN)
    drawn = state.pop(DRAWN, None)
    values = {str(key): state[key] for key in state if key in own or str(key).endswith(ends)}
    for key in map(str, state):
        field = _TYPED.fullmatch(key)
        if field and field[1] != drawn and isinstance(state[key], str):
            values[key] = state[key]
    return dict(list(values.items())[:MOST_KEPT])


def restore(values: Mapping[str, Any]) -> None:
    """Put back what collect() gave, as a browser sends it. A value that cannot have been ours is left."""
    _restore_sheets(values)
    if values.get(people.NAME_KEY):
        people.restore_name(str(values[people.NAME_KEY]))
    for key, value in values.items():
        if (key in (CORRECTED, *ENTRIES) or key.endswith(WRITTEN)) and _UPDATE_ID.fullmatch(str(value)):
            st.session_state.setdefault(key, str(value))
        elif (key == KEEPS or key.endswith(ROUND)) and isinstance(value, int | float):
            st.session_state.setdefault(key, int(value))
        elif (field := _TYPED.fullmatch(key)) and isinstance(value, str):
            st.session_state.setdefault(key, value)
            st.session_state[f"{field[1]}{GIVEN}"] = True
    st.session_state[_RESTORED_VERSIONS] = {
        key: version
        for key, version in values.items()
        if key.endswith(_SEEN) and isinstance(version, int | float)
    }


def version_seen(field: str, version: int) -> int:
    """The version of the record that the author of a form started from: the one when it was first drawn.

    field is the key of a widget of the form, version the record's version now. What somebody else
    stores later does not count as seen, even if the page has been drawn again since: the form is
    still the one that was filled in before.
    """
    key = f"{field}{_SEEN}"
    if field not in st.session_state or key not in st.session_state:
        restored = st.session_state.get(_RESTORED_VERSIONS, {}).pop(key, version)
        st.session_state[key] = min(version, int(restored))
    first_version: int = st.session_state[key]
    return first_version


def raise_version(field: str, before: int, after: int) -> None:
    """Count a later version of the record as seen, where the author of a form had seen the one before it.

    For what its author has done to the record themselves. field as for version_seen().
    """
    if st.session_state.get(f"{field}{_SEEN}") == before:
        st.session_state[f"{field}{_SEEN}"] = after


# What is typed into a grid is kept as one text under a key that ends so; whose grid it is reads it.
SHEET = "-sheet"
_LONGEST_SHEET = 200_000


def collect_sheets() -> dict[str, str]:
    """What was typed into grids and is not stored yet, for the browser to keep as it does collect()."""
    state = st.session_state
    sheets = {str(key): str(state[key]) for key in state if str(key).endswith(SHEET)}
    return {key: text for key, text in sheets.items() if len(text) <= _LONGEST_SHEET}


def _restore_sheets(values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if key.endswith(SHEET) and isinstance(value, str):
            st.session_state.setdefault(key, value)
