"""Tables under headings that open and close, each with a text that one click copies."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

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
    data = {
        "caption": whole.caption,
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
            for group in content
        ],
    }
    # As bytes, for the same reason as a table.
    _COMPONENT(
        key=key,
        data=json.dumps(data, separators=(",", ":")).encode(),
        on_click_change=report_click(key, on_pick),
    )
