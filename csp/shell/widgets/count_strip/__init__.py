"""Counts in a row, each a button that filters by what it counts."""

from __future__ import annotations

from collections.abc import Callable

from csp.core.elements import CountStrip
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, text_colours

_COMPONENT = register("count_strip", shared_styles=["plain.css"])


def count_strip(data: CountStrip, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None]) -> None:
    """Draw counts; on_pick gets the id of one that is clicked, before the page runs again."""
    _COMPONENT(
        key=key,
        data={"colours": text_colours(mode), **data},
        on_click_change=report_click(key, lambda id: on_pick(str(id))),
    )
