"""A list that is put in order by drag or by keyboard, whose entries are ticked and renamed in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from csp.core.elements import OrderEntry
from csp.shell.widgets.component import register, report_click

_COMPONENT = register("order_list", shared_styles=["plain.css"])


def order_list(
    entries: Sequence[OrderEntry],
    caption: str,
    *,
    key: str,
    on_change: Callable[[list[dict[str, Any]]], None],
) -> None:
    """Draw a list; on_change gets id, included and title of every entry in their new order.

    caption: what the list is, for those who do not see it. A title that is sent is cut to one line; "" is
    the usual one.
    """

    def change(rows: object) -> None:
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            on_change(rows)

    _COMPONENT(
        key=key,
        data={"caption": caption, "entries": list(entries)},
        on_click_change=report_click(key, change),
    )
