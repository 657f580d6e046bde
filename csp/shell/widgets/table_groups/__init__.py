"""Tables under headings that open and close, each with a text that one click copies."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache

from csp.core.elements import TableGroup
from csp.core.table import Table
from csp.shell import theme
from csp.shell.widgets.component import register, report_click, text_colours
from csp.shell.widgets.table import note_table

_COMPONENT = register("table_groups", shared_styles=["plain.css"])


def table_groups(
    content: Sequence[TableGroup],
    whole: Table,
    *,
    key: str,
    mode: theme.Mode,
    copy_label: str,
    on_pick: Callable[[str], None],
) -> None:
    """Draw groups; on_pick gets the id of a row that is clicked, before the page runs again.

    whole: all of it as one table, for the files of the page and for those who do not see the groups.
    copy_label: the words of the button that copies the text of a group.
    """
    note_table(whole)
    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=_encode(_Drawn(content), whole.caption, mode, copy_label),
        on_click_change=report_click(key, on_pick),
    )


class _Drawn:
    """Groups by what they are and not by what is in them: to compare thousands of cells costs a click."""

    def __init__(self, groups: Sequence[TableGroup]) -> None:
        self.groups = groups

    def __hash__(self) -> int:
        return id(self.groups)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and other.groups is self.groups


@lru_cache(maxsize=8)
def _encode(drawn: _Drawn, caption: str, mode: theme.Mode, copy_label: str) -> bytes:
    """The data of the component; kept, since the same groups are drawn with every click on the page."""
    data = {
        "caption": caption,
        "copy": copy_label,
        "done": "Copied",
        "colours": text_colours(mode),
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "tip": group.tip,
                "note": group.note,
                "text": group.text,
                **group.table.payload(),
            }
            for group in drawn.groups
        ],
    }
    return json.dumps(data, separators=(",", ":")).encode()
