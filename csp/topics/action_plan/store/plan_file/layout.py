"""How a source is laid out: its header, and which column holds what; guessed, then corrected. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csp.topics.action_plan.store.plan_file.banners import names_priority
from csp.topics.action_plan.store.plan_file.grid import GridRow
from csp.topics.action_plan.store.plan_file.header import find_wordy_column, guess_columns
from csp.topics.action_plan.store.plan_file.source import Source
from csp.topics.action_plan.store.plan_file.titles import find_meanings

# The fields that a column can be, in the order in which a page asks for them.
FIELDS = (
    *("text", "priority", "lead", "agencies", "due", "measure", "ref", "reporting"),
    *("priority_name", "started", "baseline", "target", "linked_measure"),
)
# Titles that name the part of a plan in so many words, and so are surer than a row between the actions.
_SURE = {"priority", "theme"}


@dataclass(frozen=True)
class Layout:
    """header: the index of the header among the source's rows, None where it has none.

    columns: the column of each field of FIELDS that the source has. apart: whether names of agencies that
    are joined by "and", "&", slashes or commas are several.
    """

    header: int | None
    columns: Mapping[str, int]
    apart: bool = True


def propose_layout(source: Source) -> Layout:
    """The layout that a source seems to have. A table whose titles tell nothing has a header all the same."""
    header: int | None = source.header
    if not source.weight:
        header = next((at for at, row in enumerate(source.list_rows()) if len(row.list_texts()) > 1), None)
    return Layout(header, propose_columns(source, header))


def propose_columns(source: Source, header: int | None) -> dict[str, int]:
    """The columns that fields seem to have under a header."""
    rows = source.list_rows()
    if header is None:
        wordy = find_wordy_column(rows, set())
        return {} if wordy is None else {"text": wordy}
    columns = guess_columns(rows[header], rows[header + 1 :])
    title = rows[header].get(columns.get("priority"))
    if title and title.lower() not in _SURE and _has_banners(source):
        del columns["priority"]
    return columns


def _has_banners(source: Source) -> bool:
    """Whether rows between the actions, or headings above the tables, name priorities."""
    lone = [texts[0] for each in source.rows if len(texts := list(set(each.row.list_texts()))) == 1]
    return any(map(names_priority, [*lone, *{each.section for each in source.rows if each.section}]))


def name_column(header: GridRow | None, column: int) -> str:
    """A column as people find it: "C: Lead agency", "C" where it has no title."""
    letter = chr(ord("A") + column % 26)
    letters = letter if column < 26 else f"{chr(ord('A') + column // 26 - 1)}{letter}"
    title = " ".join(header.get(column).split()) if header else ""
    return f"{letters}: {title[:40]}" if title else letters


def list_unread(source: Source, layout: Layout) -> list[str]:
    """The titles of the columns that no field has, progress among them."""
    header = source.rows[layout.header].row if layout.header is not None else None
    if header is None:
        return []
    titles = [header.get(c) for c in range(len(header.cells)) if c not in layout.columns.values()]
    return [" ".join(title.split())[:60] for title in dict.fromkeys(titles) if title]


def is_progress(title: str) -> bool:
    """Whether a title is of a column that reports progress."""
    return any(meaning.field in ("status", "progress") for meaning in find_meanings(title)[:1])
