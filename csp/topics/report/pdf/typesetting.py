"""Typst, and the fonts that it may use: those of the dashboard and its own, never those of the machine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FAMILIES = ("Source Sans Pro", "Libertinus Serif", "DejaVu Sans Mono")
"""The dashboard's own first; the others, which Typst brings along, have signs that it has not."""
_FONTS_PACKAGE = "font_source_sans_pro"


class NotSetError(Exception):
    """Typst could not write a page: its words, which say why."""


def compile_pdf(program: str, inputs: Mapping[str, str]) -> bytes:
    """The PDF/UA-1 that a program sets. inputs: texts that it reads by name.

    Raises NotSetError where the program is wrong, or asks for what PDF/UA does not allow.
    """
    import typst  # noqa: PLC0415 40 MB that only reports need

    try:
        return typst.compile(
            program.encode(),
            format="pdf",
            pdf_standards="ua-1",
            font_paths=_load_fonts(),
            sys_inputs=dict(inputs),
            root=Path(__file__).parent,
        )
    except typst.TypstError as error:
        raise NotSetError(str(error)) from error


@lru_cache(maxsize=1)
def _load_fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415

    package = find_spec(_FONTS_PACKAGE)
    folders = list(package.submodule_search_locations or ()) if package else []
    return typst.Fonts(include_system_fonts=False, font_paths=[str(Path(each, "files")) for each in folders])
