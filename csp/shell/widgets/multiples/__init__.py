"""Many small control charts in a grid, each a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp.core.elements import Multiple
from csp.shell import theme
from csp.shell.chart import Words
from csp.shell.widgets.component import register, report_click

_COMPONENT = register("multiples")


def multiples(
    items: Sequence[Multiple], words: Words, *, key: str, mode: theme.Mode, on_pick: Callable[[str], None]
) -> None:
    """Draw small control charts; on_pick gets the id of one clicked, before the page runs again.

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
    _COMPONENT(key=key, data=data, on_click_change=report_click(key, on_pick))
