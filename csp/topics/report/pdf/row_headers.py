"""The first cell of every row of a table as its header, which Typst has no way to say yet.

Whoever hears a table read hears the name of the ward or the action with each of its figures. Typst lists
for every cell the headers above it; such a list would hide that of the row, so both are found by their scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf


def mark_row_headers(pdf: pikepdf.Pdf) -> None:
    """Make each first cell a header with the scope of its row, and leave every cell to the scopes."""
    import pikepdf  # noqa: PLC0415 6 MB that only reports need

    for row in _find(pdf.Root.StructTreeRoot, "/TR"):
        cells = _list_children(row)
        for cell in cells:
            for attributes in _list_attributes(cell):
                if "/Headers" in attributes:
                    del attributes["/Headers"]
        if cells and cells[0].S == "/TD":
            cells[0].S = pikepdf.Name.TH
            scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
            cells[0]["/A"] = pikepdf.Array([*_list_attributes(cells[0]), scope])


def _find(element: pikepdf.Object, role: str) -> Iterator[pikepdf.Object]:
    """The elements of a role below one of the structure, in reading order."""
    for child in _list_children(element):
        if role == child.S:
            yield child
        else:
            yield from _find(child, role)


def _list_children(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The elements right below one; what stands on the page is no element."""
    return [child for child in _as_list(element.get("/K")) if hasattr(child, "keys") and "/S" in child]


def _list_attributes(element: pikepdf.Object) -> list[pikepdf.Object]:
    return _as_list(element.get("/A"))


def _as_list(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    import pikepdf  # noqa: PLC0415

    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
