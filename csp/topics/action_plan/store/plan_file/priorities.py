"""The numbers and names of priorities, from however a plan writes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from csp.core.typed_text import is_refused
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.plan_file.banners import KINDS, names_priority, read_banner
from csp.topics.action_plan.store.plan_file.rows import ReadRow

# The one priority of a plan that names none.
ALL = "All actions"


def list_texts(rows: Sequence[ReadRow], has_sections: bool) -> list[str]:
    """What each row says of its priority: its own column, else the heading above it, else ALL.

    has_sections: whether the rows are of several sheets or tables, whose names then tell.
    """
    kinds = {kind for row in rows for kind in row.headings}
    top = next((kind for kind in KINDS if kind in kinds), "")
    return [_find_text(row, top, has_sections) or ALL for row in rows]


def _find_text(row: ReadRow, kind: str, has_sections: bool) -> str:
    number, name = row.values.get("priority", ""), row.values.get("priority_name", "")
    if number or name:
        is_bare = number and not read_banner(number).name
        return f"{number}. {name}" if is_bare and name else number or name
    if kind in row.headings:
        return row.headings[kind]
    return row.section if has_sections or names_priority(row.section) else ""


def number_priorities(texts: Iterable[str]) -> tuple[dict[str, int], dict[int, str]]:
    """The number of each text, and the name of each number.

    A number that a text gives is its own, and the first name that it has with it; a name without one gets
    the number of the same name, else the lowest that is free. Of two names with one number the second gets
    another.
    """
    banners = {text: read_banner(text) for text in dict.fromkeys(texts)}
    numbers: dict[str, int] = {}
    names: dict[int, str] = {}
    for text, banner in banners.items():
        if banner.number is None:
            continue
        same = names.get(banner.number, "")
        if not banner.name or not same or _is_same(same, banner.name):
            numbers[text] = banner.number
            names[banner.number] = same or banner.name
    for text, banner in banners.items():
        if text in numbers:
            continue
        named = next((number for number, name in names.items() if name and _is_same(name, banner.name)), None)
        if named is None:
            named = next(number for number in range(1, len(banners) + len(names) + 2) if number not in names)
            names[named] = banner.name
        numbers[text] = named
    return numbers, {number: _make_fit(names[number]) or f"Priority {number}" for number in sorted(names)}


def match_priorities(texts: Iterable[str], names: Mapping[int, str]) -> dict[str, int | None]:
    """The number of each text in a plan that is there: by its name, else by its number; None for neither."""
    numbers: dict[str, int | None] = {}
    for text in dict.fromkeys(texts):
        banner = read_banner(text)
        same = [number for number, name in names.items() if banner.name and _is_same(name, banner.name)]
        if same:
            numbers[text] = same[0]
        elif banner.number in names and not banner.name:
            numbers[text] = banner.number
        else:
            numbers[text] = 1 if text == ALL and len(names) == 1 and 1 in names else None
    return numbers


def _is_same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _make_fit(name: str) -> str:
    """A name as it can be stored: without characters that have no place in text, and not too long."""
    name = "".join(char for char in name if not is_refused(char)).strip()
    return name if len(name) <= check.LONG_LINE else f"{name[: check.LONG_LINE - 1]}…"
