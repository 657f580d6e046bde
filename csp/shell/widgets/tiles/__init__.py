"""Figures that a room can read, side by side, each with its line or its place among others."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from csp.core.elements import Tile
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, text_colours

_COMPONENT = register("tiles", shared_styles=["plain.css"])


def tiles(
    content: Sequence[Tile], *, key: str, mode: theme.Mode, on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw tiles; on_pick gets the id of a clickable one that is clicked, before the page runs again."""
    data = {"tiles": content, "colours": text_colours(mode)}
    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        on_click_change=report_click(key, on_pick),
    )
