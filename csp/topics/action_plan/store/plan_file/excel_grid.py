"""The sheets of an Excel workbook as text: numbers and days as they are shown, merged cells filled.

Formulas are read as the values that were last worked out for them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from csp.core.errors import UserError
from csp.topics.action_plan.store.plan_file.grid import (
    MOST_COLUMNS,
    MOST_GRIDS,
    MOST_ROWS,
    Filler,
    Grid,
    GridRow,
    collect_rows,
)

# Stands for a formula whose value the file does not have; refused by every check on text.
NO_VALUE = "\x00"

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_DECIMALS = re.compile(r"0\.(0{1,6})(%?)")
# What of a format is shown as it is, or names a language.
_LITERAL = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')

# By the number of the row that it begins in: its first column, the rows below it, the columns it covers.
Merges = dict[int, list[tuple[int, int, int]]]


def read_excel(name: str, content: bytes) -> list[Grid]:
    """The sheets that hold anything, hidden ones left out.

    Raises UserError where every one of them is larger than any plan, and whatever openpyxl does for a
    damaged file.
    """
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415 slow to import, and pages show plans without it

    values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    grids, refusals = [], []
    try:
        pairs = list(zip(values.worksheets, formulas.worksheets, strict=False))[:MOST_GRIDS]
        for sheet, written in [pair for pair in pairs if pair[0].sheet_state == "visible"] or pairs:
            merges = _read_merges(content, sheet)
            try:
                rows = collect_rows(name, _fill(_read_sheet(sheet, written), merges))
            except UserError as error:
                refusals.append(error)
                continue
            if rows:
                grids.append(Grid(str(sheet.title), "sheet", rows))
    finally:
        values.close()
        formulas.close()
    if refusals and not grids:
        raise refusals[0]
    return grids


def _read_sheet(sheet: Any, written: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows of text, each cut after the first column that is too many: a cell may be anywhere."""
    bounds = {"max_row": MOST_ROWS + 2, "max_col": MOST_COLUMNS + 1}
    pairs = zip(sheet.iter_rows(**bounds), written.iter_rows(values_only=True, **bounds), strict=False)
    for line, (cells, formulas) in enumerate(pairs, 1):
        yield line, [_to_text(*pair) for pair in zip(cells, formulas, strict=False)]


def _fill(rows: Iterator[tuple[int, list[str]]], merges: Merges) -> Iterator[GridRow]:
    filler = Filler()
    for line, cells in rows:
        begun = merges.get(line, [])
        yield filler.fill(line, cells, max((columns for _, _, columns in begun), default=1))
        for column, below, _ in begun:
            filler.begin(column, below, cells[column] if column < len(cells) else "")


def _read_merges(content: bytes, sheet: Any) -> Merges:
    """The merged cells of a sheet, which openpyxl leaves out where it reads row by row."""
    merges: Merges = defaultdict(list)
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        written = archive.read(path) if path in archive.namelist() else b""
    for match in _MERGE.finditer(written):
        first, last = _number(match[1]), _number(match[3])
        top, bottom = int(match[2]), int(match[4])
        if first <= MOST_COLUMNS and top <= MOST_ROWS + 2:
            merges[top].append((first - 1, bottom - top, last - first + 1))
    return merges


def _number(letters: bytes) -> int:
    """The number of a column from its letters: 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _to_text(cell: Any, formula: Any) -> str:
    value = cell.value
    if value is None:
        return NO_VALUE if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return _write_day(value.date(), _read_format(cell))
    if isinstance(value, int | float):
        return write_number(value, _read_format(cell))
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_format(cell: Any) -> str:
    """How Excel shows a cell; "" where the file does not say it."""
    try:
        return str(cell.number_format)
    except (AttributeError, IndexError, KeyError, TypeError):
        return ""


def write_number(value: float, shown: str) -> str:
    """A number as the format shows it: 1.1 with two decimals is 1.10; one without a format as it is."""
    match = _DECIMALS.fullmatch(shown)
    if match and abs(value) < 1e12:
        places = len(match[1])
        return f"{value * 100:.{places}f}%" if match[2] else f"{value:.{places}f}"
    if shown == "0%" and abs(value) < 1e12:
        return f"{value * 100:.0f}%"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _write_day(day: date, shown: str) -> str:
    """A day; its month alone where no more is shown: a cell that says Mar-26 means the month."""
    parts = _LITERAL.sub("", shown).lower()
    only_month = "m" in parts and "y" in parts and "d" not in parts
    return f"{day:%B %Y}" if only_month and day.day == 1 else day.isoformat()
