"""Which sheets or tables of a file belong together: a table for each priority is one plan. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.store.plan_file.banners import is_banner_title
from csp.topics.action_plan.store.plan_file.grid import Grid, GridRow
from csp.topics.action_plan.store.plan_file.header import Header, find_header
from csp.topics.action_plan.store.plan_file.titles import find_meanings, simplify_title

# What a header weighs that names the actions and something else of a plan.
CLEAR = 6
_UNNAMED = re.compile(r"(?:sheet|table)\s*\d*", re.IGNORECASE)
# Sheets of these names are the same plan at another time, not another part of it.
_TIMES = re.compile(r"(?:19|20)\d\d|\bq[1-4]\b|\b\d\d[-/]\d\d\b|archive|old|copy", re.IGNORECASE)


@dataclass(frozen=True)
class SourceRow:
    """A row with the sheet or table it is of: place, as people find it, "" in a file of one.

    section: the heading above its table, or the name of its sheet. is_title: above the header of a
    further sheet or table, where only the name of a priority is read. is_header: that header itself.
    """

    row: GridRow
    place: str
    section: str
    is_title: bool = False
    is_header: bool = False


@dataclass(frozen=True)
class Source:
    """What a plan can be read from: one sheet or table, or several with the same columns.

    header: the index of its header among the rows; weight: how much of a plan it seems to hold, 0 where no
    row of it is a header. has_sections: whether its rows are of several sheets or tables. parts: the names
    of these.
    """

    name: str
    rows: tuple[SourceRow, ...]
    header: int
    weight: float
    has_sections: bool
    parts: tuple[str, ...]

    def list_rows(self) -> list[GridRow]:
        return [each.row for each in self.rows]


def list_sources(grids: Sequence[Grid]) -> tuple[Source, ...]:
    """The sources of a file, the likeliest first; the order of the file where they are alike."""
    groups = [group for group in _group(grids) if len(group) > 1]
    sources = [_join(group, _name(group)) for group in groups]
    sources += [_join([grid], _name([grid])) for grid in grids]
    return tuple(sorted(sources, key=lambda source: -source.weight))


def check_tables(name: str, sources: Sequence[Source]) -> None:
    """Raises UserError where nothing in a file can be a table of actions."""
    if not any(source.weight or _is_table(source) for source in sources):
        raise UserError(
            f"{name} holds no table of actions: it needs columns with titles such as Action, Lead agency "
            "and Due."
        )


def _is_table(source: Source) -> bool:
    return len(source.rows) > 1 and max(len(each.row.cells) for each in source.rows) > 1


def _group(grids: Sequence[Grid]) -> list[list[Grid]]:
    """Grids of one kind under the same header, those of a Word table that was broken up among them."""
    groups: dict[tuple[object, ...], list[Grid]] = {}
    last: tuple[object, ...] | None = None
    for grid in grids:
        header = find_header(grid.rows)
        if header.weight:
            # "Lead" in one table and "Lead officer" in the next are the same column.
            titles = tuple(_read_title(cell) for cell in grid.rows[header.at].cells)
            last = (grid.kind, titles, bool(_TIMES.search(grid.name)) and grid.name)
        elif not (grid.kind == "table" and last and _width(grid) == len(last[1])):  # type: ignore[arg-type]
            last = (grid.kind, id(grid), False)
        groups.setdefault(last, []).append(grid)
    return list(groups.values())


def _read_title(title: str) -> str:
    if is_banner_title(title):
        return "text"
    meaning = next(iter(find_meanings(title)), None)
    return meaning.field if meaning else simplify_title(title)


def _width(grid: Grid) -> int:
    return max(len(row.cells) for row in grid.rows)


def _name(group: Sequence[Grid]) -> str:
    """'sheet "Plan"', 'table 2 under "Our plan"', "4 tables"."""
    first = group[0]
    if first.kind == "file":
        return "the file"
    if len(group) > 1:
        names = [f'"{grid.name}"' for grid in group]
        return f"{len(group)} tables" if first.kind == "table" else f"sheets {wording.list_words(names)}"
    if first.kind == "sheet":
        return f'sheet "{first.name}"'
    return f'{first.name.lower()} under "{first.heading[:40]}"' if first.heading else first.name.lower()


def _join(group: Sequence[Grid], name: str) -> Source:
    rows: list[SourceRow] = []
    first = find_header(group[0].rows)
    weight = 0.0
    section = heading = ""
    for number, grid in enumerate(group):
        header = find_header(grid.rows)
        place = grid.name if len(group) > 1 else ""
        # A table without a header and a heading of its own goes on with the one before.
        goes_on = number > 0 and not header.weight and grid.heading == heading
        if (len(group) > 1 or grid.kind == "table") and not goes_on:
            section = _name_section(grid, header)
        heading = grid.heading
        at_header = header.at if number and header.weight else -1
        rows += [
            SourceRow(row, place, section, at < at_header, at == at_header)
            for at, row in enumerate(grid.rows)
        ]
        # Rows are worth little against a header, and a plan of many rows more than one of few.
        weight += (len(grid.rows) - header.at) * (1.0 if header.weight else 0.0)
    sections = {row.section for row in rows}
    weight *= 1.0 if first.weight >= CLEAR else 0.1
    return Source(name, tuple(rows), first.at, weight, len(sections) > 1, tuple(grid.name for grid in group))


def _name_section(grid: Grid, header: Header) -> str:
    """What one of several sheets or tables is about: what is alone above its header, its heading or name."""
    texts = list(dict.fromkeys(grid.rows[header.at - 1].list_texts())) if header.weight and header.at else []
    lone = texts[0] if len(texts) == 1 else ""
    if grid.kind == "table":
        return lone or grid.heading
    return lone if lone and _UNNAMED.fullmatch(grid.name.strip()) else grid.name


def list_left_out(sources: Sequence[Source], chosen: Source) -> list[str]:
    """The sheets or tables that hold actions too, and are none of those that were chosen."""
    return [
        source.name
        for source in sources
        if len(source.parts) == 1 and source.weight >= 1 and not set(source.parts) & set(chosen.parts)
    ]
