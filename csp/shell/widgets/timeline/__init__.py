"""A history as a list, the latest entry first."""

from __future__ import annotations

from collections.abc import Callable

from csp.core.elements import Timeline
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, signal_colours

_COMPONENT = register("timeline", shared_styles=["plain.css"])


def timeline(
    data: Timeline, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw a history; on_pick gets the id of the entry to correct, before the page runs again."""
    _COMPONENT(
        key=key,
        data={"signals": signal_colours(mode), **data},
        on_click_change=report_click(key, on_pick),
    )
