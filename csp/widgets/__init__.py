"""The few elements that Streamlit has no match for, as inline components without any network.

table: a readable, sortable, clickable HTML table (see csp.tables).
copy_link: copies the address of the view.
reconnect: draws the page anew after the connection was lost.
multiples: many small control charts, each a button.
board, status_bars, timeline: the action plan (see csp.topics.action_plan.tables).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from csp.core.table import Table
from csp.shell import theme
from csp.shell.chart import Words
from csp.topics.trends.tables import Multiple

_HERE = Path(__file__).parent


def _asset(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    """A component's script after the part that all share: an inline script cannot import."""
    return _asset("dom.js") + "\n" + _asset(name)


_TABLE = st.components.v2.component(
    "csp_table", html="<div class='frame'></div>", css=_asset("table.css"), js=_script("table.js")
)
_COPY_LINK = st.components.v2.component(
    "csp_copy_link", html="<div class='frame'></div>", css=_asset("copy_link.css"), js=_asset("copy_link.js")
)
_RECONNECT = st.components.v2.component(
    "csp_reconnect",
    html="<div class='frame'></div>",
    css=":host { display: none; }",
    js=_asset("reconnect.js"),
)
_LEGEND = st.components.v2.component(
    "csp_legend", html="<div class='frame'></div>", css=_asset("legend.css"), js=_asset("legend.js")
)

_MULTIPLES = st.components.v2.component(
    "csp_multiples", html="<div class='frame'></div>", css=_asset("multiples.css"), js=_script("multiples.js")
)

_BOARD = st.components.v2.component(
    "csp_board", html="<div class='frame'></div>", css=_asset("board.css"), js=_script("board.js")
)


def _picked(key: str, on_pick: Callable[[Any], None] | None) -> Callable[[], None]:
    """What runs, before the page does, when something of a component is clicked."""

    def picked() -> None:
        state: Any = st.session_state[key]
        if on_pick is not None and state.picked is not None:
            on_pick(state.picked)

    return picked


def table(
    content: Table, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw a table; on_pick gets the id of a row that is clicked, before the page runs again."""

    colours = theme.palette(mode)
    data = {
        **content.payload(),
        "colours": {
            "worse": colours.worse_text,
            "better": colours.better_text,
            "quiet": colours.quiet,
            "home": colours.home,
            "neighbour": colours.neighbour_text,
            "line": colours.home,
            "page": colours.background,
            **{name: signal.text for name, signal in theme.rag(mode).items()},
        },
    }
    # As bytes: anything else Streamlit searches for data frames and writes as JSON twice.
    _TABLE(
        key=key, data=json.dumps(data, separators=(",", ":")).encode(), on_picked_change=_picked(key, on_pick)
    )


def copy_link(query: Mapping[str, Sequence[str]], *, key: str, label: str = "Copy link") -> None:
    """A button that copies the address of the view, with every value of query spelled out."""
    _COPY_LINK(
        key=key,
        data={"label": label, "done": "Copied", "query": {k: list(v) for k, v in query.items()}},
    )


def reconnect() -> dict[str, Any]:
    """Draw the page anew whenever the browser's connection was lost and is back; nothing is seen of it.

    Streamlit itself waits for a click, and a server that has never drawn the page for this reader
    would not know what the click is for. Gives what keep() was told last, once, in the first run
    after it, as the browser says it was; else nothing.
    """
    back = _RECONNECT(key="reconnect", data={}, on_back_change=lambda: None).back
    said = back.get("kept") if isinstance(back, Mapping) else None
    return dict(said) if isinstance(said, Mapping) else {}


def keep(kept: Mapping[str, str | int]) -> None:
    """What the browser is to keep for reconnect()."""
    _RECONNECT(key="keep", data={"kept": dict(kept)}, on_back_change=lambda: None)


def legend(classes: Sequence[tuple[str, str]], *, key: str = "legend") -> None:
    """Swatches with words, in a row: (label, hex colour) each."""
    _LEGEND(key=key, data={"classes": [{"label": label, "colour": colour} for label, colour in classes]})


def multiples(
    items: Sequence[Multiple], words: Words, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None]
) -> None:
    """Draw small control charts in a grid; on_pick gets the id of one clicked, before the page runs.

    words stand on the picture that can be downloaded; their title is the grid's name.
    """

    colours = theme.palette(mode)
    data = {
        "words": vars(words),
        "items": [vars(item) for item in items],
        "colours": {
            "worse": colours.worse,
            "better": colours.better,
            "neutral": colours.neutral,
            "line": colours.home,
            "band": colours.grid,
            "page": colours.background,
            "text": colours.text,
            "quiet": colours.quiet,
        },
        "inks": {"worse": colours.worse_text, "better": colours.better_text, "neutral": colours.text},
    }
    _MULTIPLES(key=key, data=data, on_picked_change=_picked(key, on_pick))


def _plan_part(
    kind: str, data: Mapping[str, Any], key: str, mode: theme.Mode, on_pick: Callable[[Any], None] | None
) -> None:
    signals = {name: vars(signal) for name, signal in theme.rag(mode).items()}
    _BOARD(key=key, data={"kind": kind, "signals": signals, **data}, on_picked_change=_picked(key, on_pick))


def board(data: Mapping[str, Any], *, key: str, mode: theme.Mode, on_pick: Callable[[str], None]) -> None:
    """Draw cards in columns by status (csp.topics.action_plan.tables.cards()); on_pick gets the id of one clicked."""
    _plan_part("cards", data, key, mode, lambda picked: on_pick(str(picked)))


def status_bars(
    data: Mapping[str, Any], *, key: str, mode: theme.Mode, on_pick: Callable[[str, str], None]
) -> None:
    """Draw stacked bars of statuses (csp.topics.action_plan.tables.bars()); on_pick gets the row's id and the status.

    The status is "" where the name of the row is clicked.
    """
    _plan_part("bars", data, key, mode, lambda picked: on_pick(str(picked["id"]), str(picked["status"])))


def timeline(
    data: Mapping[str, Any], *, key: str, mode: theme.Mode, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw the history of an action (csp.topics.action_plan.tables.timeline()); on_pick gets the update to correct."""
    _plan_part("timeline", data, key, mode, on_pick)


def print_list(content: Table, title: str, detail: str, *, key: str) -> None:
    """A button that prints a table on a page of its own."""
    _BOARD(key=key, data={"kind": "print", "title": title, "detail": detail, **content.payload()})
