"""Vega outside of the browser (vl-convert): in this process, or for many pictures in a program of its own.

What draws them takes 150 MB for a dozen pictures and keeps it for good. So the writers of a report draw in
a program that ends with the file, and the server has its memory back; one picture of a page is not worth
the second that such a program needs to begin.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

_PROGRAM = Path(__file__).with_name("drawer.py")
_LENGTH, _DRAWN = struct.Struct(">I"), b"+"
_drawer: ContextVar[subprocess.Popen[bytes] | None] = ContextVar("drawer", default=None)


def to_svg(specification: dict[str, Any]) -> str:
    """A specification as SVG. Raises ValueError for one that cannot be drawn."""
    drawer = _drawer.get()
    if drawer is not None:
        return _ask(drawer, {"specification": specification}).decode()
    import vl_convert  # noqa: PLC0415 34 MB that only pictures need

    svg: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    return svg


def to_png(svg: str, dots: int) -> bytes:
    """An SVG as PNG. dots: in an inch. Raises ValueError for one that cannot be drawn."""
    drawer = _drawer.get()
    if drawer is not None:
        return _ask(drawer, {"svg": svg, "dots": dots})
    import vl_convert  # noqa: PLC0415

    png: bytes = vl_convert.svg_to_png(svg, ppi=dots)
    return png


@contextmanager
def draw_apart() -> Iterator[None]:
    """Within it, this thread draws in a program of its own, which ends with the outermost of them."""
    if _drawer.get() is not None:
        yield
        return
    with subprocess.Popen(
        [sys.executable, "-P", str(_PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as drawer:
        before = _drawer.set(drawer)
        try:
            yield
        finally:
            _drawer.reset(before)
            # One that has ended by itself takes nothing any more.
            with suppress(OSError):
                drawer.communicate()


def _ask(drawer: subprocess.Popen[bytes], question: dict[str, Any]) -> bytes:
    # Whoever opens the program opens both of its ends.
    assert drawer.stdin is not None
    assert drawer.stdout is not None
    content = json.dumps(question, default=lambda number: number.item()).encode()
    try:
        drawer.stdin.write(_LENGTH.pack(len(content)) + content)
        drawer.stdin.flush()
        sign, head = drawer.stdout.read(1), drawer.stdout.read(_LENGTH.size)
        answer = drawer.stdout.read(_LENGTH.unpack(head)[0])
    except (OSError, struct.error) as error:
        raise ValueError("The program that draws has ended.") from error
    if sign != _DRAWN:
        raise ValueError(answer.decode(errors="replace"))
    return answer
