"""Typst, and the fonts that it may use: those of the dashboard and its own, never those of the machine.

Typst remembers what it has set for ten further documents, which takes 60 MB for each report and cannot be
turned off. So it runs in a program of its own, which ends with the document.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

FAMILIES = ("Source Sans Pro", "Libertinus Serif", "DejaVu Sans Mono")
"""The dashboard's own first; the others, which Typst brings along, have signs that it has not."""
_FONTS_PACKAGE = "font_source_sans_pro"
_COMPILER = Path(__file__).with_name("compiler.py")
_LONGEST_S = 120


class NotSetError(Exception):
    """Typst could not write a document: its words, which say why."""


def compile_pdf(program: str, inputs: Mapping[str, str]) -> bytes:
    """The PDF/UA-1 that a program sets. inputs: texts that it reads by name.

    Raises NotSetError where the program is wrong, asks for what PDF/UA does not allow, or takes too long.
    """
    with tempfile.TemporaryDirectory() as root:
        asked = {"program": program, "inputs": dict(inputs), "fonts": _find_fonts(), "root": root}
        try:
            done = subprocess.run(
                [sys.executable, "-P", str(_COMPILER)],
                input=json.dumps(asked).encode(),
                capture_output=True,
                timeout=_LONGEST_S,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise NotSetError(f"The document is not set after {_LONGEST_S} seconds.") from error
    if done.returncode:
        raise NotSetError(done.stderr.decode(errors="replace"))
    return done.stdout


@lru_cache(maxsize=1)
def _find_fonts() -> tuple[str, ...]:
    """The folders of the fonts of the dashboard."""
    package = find_spec(_FONTS_PACKAGE)
    folders = package.submodule_search_locations if package else None
    return tuple(str(Path(each, "files")) for each in folders or ())
