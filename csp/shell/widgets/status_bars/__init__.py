"""Stacked bars of statuses, each part a button."""

from __future__ import annotations

from collections.abc import Callable

from csp.core.elements import StatusBars
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, signal_colours

_COMPONENT = register("status_bars", shared_styles=["plain.css"])


def status_bars(data: StatusBars, *, key: str, mode: theme.Mode, on_pick: Callable[[str, str], None]) -> None:
    """Draw bars; on_pick gets the row's id and the status of a part clicked, before the page runs again.

    The status is "" where the name of the row is clicked.
    """
    _COMPONENT(
        key=key,
        data={"signals": signal_colours(mode), **data},
        on_click_change=report_click(key, lambda part: on_pick(str(part["id"]), str(part["status"]))),
    )
