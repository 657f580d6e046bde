"""Short columns of entries side by side, each with a figure and a small line, each a button."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from csp.core.elements import Group
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, text_colours

_COMPONENT = register("groups", shared_styles=["plain.css"])


def groups(
    content: Sequence[Group], *, key: str, mode: theme.Mode, caption: str, on_pick: Callable[[str], None]
) -> None:
    """Draw columns; on_pick gets the id of an entry that is clicked, before the page runs again.

    caption is their text alternative.
    """
    data = {"groups": content, "caption": caption, "colours": text_colours(mode)}
    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        on_click_change=report_click(key, on_pick),
    )
