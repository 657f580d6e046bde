"""Areas as tiles of equal size, near to where each lies: every one bears its name, and is a button."""

from __future__ import annotations

import json
from collections.abc import Callable

from csp.core.elements import AreaTiles
from csp.shell import theme
from csp.shell.widgets.component import register, report_click

_COMPONENT = register("area_tiles", shared_styles=["plain.css"])


def area_tiles(content: AreaTiles, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None]) -> None:
    """Draw the tiles; on_pick gets the id of one that is clicked, before the page runs again."""
    data = {**content, "border": theme.ink(mode).selected}
    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        on_click_change=report_click(key, on_pick),
    )
