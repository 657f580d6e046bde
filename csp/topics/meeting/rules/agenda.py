"""The agenda of a meeting: as it begins, as it is changed, and what was recorded at each of its items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from csp.core.errors import UserError
from csp.topics.action_plan.store.meeting_records import AgendaItem, EntryKind, MeetingEntry, MeetingRecord

SINCE = "Since the last meeting"
SINCE_PAGE = f"Meeting?meeting_tab={SINCE}"


def begin_agenda(lines: Sequence[str], titles: Sequence[str]) -> tuple[AgendaItem, ...]:
    """The agenda of a new meeting: what is new, then the pages that the settings name.

    lines: of the settings; titles: of the page that each of them opens, "" where it names none.
    """
    pages = [
        AgendaItem(f"page-{number}", title, line)
        for number, (line, title) in enumerate(zip(lines, titles, strict=True), 1)
        if title
    ]
    return (AgendaItem("since", SINCE, SINCE_PAGE), *pages)


def arrange_agenda(agenda: Sequence[AgendaItem], rows: Iterable[Mapping[str, Any]]) -> tuple[AgendaItem, ...]:
    """An agenda in the order, and by the titles, of the rows of a list; what is not ticked there is left out.

    rows: id, included and title of each item, as csp.shell.widgets.order_list sends them. A row of an item
    that there is none of is passed over, and an item without a row stays where it was last, at the end.
    """
    by_key = {item.key: item for item in agenda}
    arranged, seen = [], set()
    for row in rows:
        item = by_key.get(str(row.get("id")))
        if item is None or item.key in seen:
            continue
        seen.add(item.key)
        if row.get("included"):
            arranged.append(item._replace(title=str(row.get("title") or "").strip() or item.title))
    return (*arranged, *(item for item in agenda if item.key not in seen))


def set_item(agenda: Sequence[AgendaItem], key: str, title: str, page: str | None) -> tuple[AgendaItem, ...]:
    """An agenda with another title or page of an item, or a further item where no item has the key.

    title: "" for the one that it has, or the name of its page. page: the line of a page, "" for none; None
    for the one that it has. Raises UserError for a further item that says nothing of its page.
    """
    title = title.strip()
    if key in {item.key for item in agenda}:
        return tuple(
            AgendaItem(key, title or item.title, item.page if page is None else page)
            if item.key == key
            else item
            for item in agenda
        )
    if page is None:
        raise UserError("Choose a page for the item, or paste the link of one.")
    keys = {item.key for item in agenda}
    number = next(n for n in range(1, len(agenda) + 2) if f"item-{n}" not in keys)
    return (*agenda, AgendaItem(f"item-{number}", title or page.partition("?")[0], page))


@dataclass(frozen=True)
class ItemRecord:
    """An item with what was recorded at it. seconds: how long it took, None where it was never shown."""

    item: AgendaItem
    seconds: float | None
    entries: tuple[MeetingEntry, ...]

    def pick(self, kind: EntryKind) -> tuple[MeetingEntry, ...]:
        """Its entries of a kind."""
        return tuple(entry for entry in self.entries if entry.kind == kind)


def group_by_item(record: MeetingRecord, now: datetime) -> tuple[ItemRecord, ...]:
    """The items of the agenda in order, each with what reads now as recorded at it.

    What was recorded at no item, or at one that is off the agenda by now, comes last under a blank title.
    """
    times, entries = record.measure_times(now), record.list_in_force()
    groups = [
        ItemRecord(
            item,
            times[item.key].total_seconds() if item.key in times else None,
            tuple(entry for entry in entries if entry.item == item.key),
        )
        for item in record.meeting.draft.agenda
    ]
    keys = {item.key for item in record.meeting.draft.agenda}
    rest = tuple(entry for entry in entries if entry.item not in keys)
    return (*groups, ItemRecord(AgendaItem("", ""), None, rest)) if rest else tuple(groups)
