"""What the XML of a workbook tells of its cells and their values do not: how far out they lie, formulas."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csp.core import wording
from csp.imports.partner.formats.bounds import MOST_COLUMNS

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BLOCK_BYTES, _OVERLAP = 1 << 20, 400
# A cell with something in it, to the right of column Z.
_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{2,3})[0-9]+"[^>]*[^/]>')
_ERROR = re.compile(rb'<(?:\w+:)?c [^>]*t="e"')
# A formula that ends its cell, or is followed by an empty value.
_WITHOUT_VALUE = re.compile(rb"(?:</f>|<f\b[^>]*/>)(?:<v ?/>|<v></v>)?</c>")


@dataclass(frozen=True)
class Parts:
    """What was seen in the sheets of a workbook.

    columns: the widest place of a cell. far_cells: cells to the right of all that is read. errors: cells such
    as #REF!. unsaved: formulas whose value was not saved.
    """

    columns: int = 0
    far_cells: int = 0
    errors: int = 0
    unsaved: int = 0
    has_macros: bool = False
    has_links: bool = False

    def list_notes(self, shown: str) -> tuple[str, ...]:
        """Sentences for people to know."""
        errors, unsaved, far = self.errors, self.unsaved, self.far_cells
        notes = {
            f"The macros of {shown} are not run: its cells are read as they were saved.": self.has_macros,
            f"{shown} has links to other workbooks, which are not followed: its cells are read as they were "
            "saved.": self.has_links,
            f"{wording.plural(errors, 'cell')} of {shown} with an error of Excel (such as #REF!) "
            f"{_are(errors)} read as blank.": errors,
            f"{wording.plural(unsaved, 'formula')} of {shown} {'has' if unsaved == 1 else 'have'} no saved "
            "result: open it in Excel, save it and choose it again.": unsaved,
            f"{wording.plural(far, 'cell')} of {shown} to the right of column {MOST_COLUMNS:,} {_are(far)} "
            "not read.": far,
        }
        return tuple(note for note, holds in notes.items() if holds)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def scan_parts(path: Path) -> Parts:
    """What there is to know of an Excel workbook before it is read. Raises what zipfile does."""
    widest = far = errors = unsaved = 0
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        for name in filter(_SHEET.fullmatch, names):
            for block in _iterate_blocks(archive, name):
                columns = [_to_number(letters) for letters in _CELL.findall(block)]
                widest = max(widest, max(columns, default=0))
                far += sum(column > MOST_COLUMNS for column in columns)
                errors += len(_ERROR.findall(block))
                unsaved += len(_WITHOUT_VALUE.findall(block))
    return Parts(
        *(widest, far, errors, unsaved),
        has_macros="xl/vbaProject.bin" in names,
        has_links=any(name.startswith("xl/externalLinks/") for name in names),
    )


def _iterate_blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in pieces that end with a cell, so that none is counted twice or cut."""
    rest = b""
    with archive.open(name) as part:
        while block := part.read(_BLOCK_BYTES):
            whole, end, rest = (rest + block).rpartition(b"</c>")
            yield whole + end
            rest = rest[-_BLOCK_BYTES:]
    yield rest


def _to_number(letters: bytes) -> int:
    """The number of a column from its letters: b"AA" -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
