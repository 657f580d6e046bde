"""The process that reads one file other than text, within limits of time and memory.

A workbook of 30 kB can take gigabytes to read, and the readers of workbooks and Parquet end their process
where memory fails. In the server's own process that would take down every page; here it costs one sentence.
Nothing that a file contains is ever run: the answer is JSON, in lines.

    python -m csp.imports.partner.formats.worker KIND PATH SHOWN [SHEET]

Without a number of a sheet, the answer is the head of every sheet; with one, every line of it as text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from csp.core.errors import UserError
from csp.core.partner.book import Value
from csp.core.process_limits import limit_process
from csp.imports.partner.formats.bounds import Tables, check_width, read_heads
from csp.imports.partner.formats.cells import encode, to_text, to_value
from csp.imports.partner.formats.kinds import Kind

# A workbook of a million rows of eight columns takes 6 seconds and 670 MB.
MEMORY, CPU_S = 950_000_000, 180
_LINES_AT_ONCE = 1_000


def main() -> None:
    """The process. Its answer always ends with a line that says so, or why the file is refused."""
    limit_process(MEMORY, CPU_S)
    kind, path, shown, *number = sys.argv[1:]
    try:
        try:
            tables = _open_file(kind, Path(path), shown)  # type: ignore[arg-type]
            answer = _answer_lines(tables, int(number[0]), shown) if number else _answer_heads(tables, shown)
        except (UserError, MemoryError, RecursionError):
            raise
        except Exception as error:  # the readers fail in many ways on a damaged file, none documented
            raise UserError(
                f"{shown} is damaged and cannot be read: open it, save it again as .xlsx and choose that."
            ) from error
    except UserError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": refuse_size(shown)}
    _say(answer)


def refuse_size(shown: str) -> str:
    """The sentence for a file that takes too much memory or time."""
    return (
        f"{shown} takes too much memory or time to read: save the sheet that you need as CSV (UTF-8) and "
        "choose that file."
    )


def _open_file(kind: Kind, path: Path, shown: str) -> Tables:
    """A file opened by the reader for it; each is imported where it is needed, so that the start is quick."""
    if kind == "parquet":
        from csp.imports.partner.formats.parquet import open_parquet  # noqa: PLC0415

        return open_parquet(path, shown)
    if kind == "page":
        from csp.imports.partner.formats.web_pages import open_page  # noqa: PLC0415

        return open_page(path, shown)
    from csp.imports.partner.formats.archives import find_format  # noqa: PLC0415

    format_ = find_format(path, shown) if kind == "archive" else "xls"
    if format_ == "docx":
        from csp.imports.partner.formats.documents import open_document  # noqa: PLC0415

        return open_document(path, shown)
    from csp.imports.partner.formats.sheets import open_workbook  # noqa: PLC0415

    return open_workbook(path, shown, format_)


def _answer_heads(tables: Tables, shown: str) -> dict[str, Any]:
    reading = read_heads(tables, shown)
    sheets = [
        [sheet.name, sheet.number, _encode_rows(sheet.rows), sheet.lines, _encode_rows(sheet.tail)]
        for sheet in reading.sheets
    ]
    return {"format": reading.format, "sheets": sheets, "notes": reading.notes}


def _encode_rows(rows: Sequence[Sequence[Value]]) -> list[list[Any]]:
    return [[encode(cell) for cell in row] for row in rows]


def _answer_lines(tables: Tables, number: int, shown: str) -> dict[str, Any]:
    lines = tables.iterate(number)
    while batch := list(islice(lines, _LINES_AT_ONCE)):
        said = []
        for line, cells in batch:
            check_width(cells, line, shown)
            texts = [to_text(to_value(cell)) for cell in cells]
            if any(texts):
                said.append((line, texts))
        _say(said)
    return {"end": True}


def _say(answer: Any) -> None:
    """A line of the answer."""
    sys.stdout.write(f"{json.dumps(answer)}\n")


if __name__ == "__main__":
    main()
