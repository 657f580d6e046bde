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


class _Drawer:
    """The program, which begins with the first picture: many a report has none."""

    process: subprocess.Popen[bytes] | None = None

    def begin(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(_PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        return self.process

    def end(self) -> None:
        if self.process is not None:
            with self.process, suppress(OSError):
                # One that has ended by itself takes nothing any more.
                self.process.communicate()


_drawer: ContextVar[_Drawer | None] = ContextVar("drawer", default=None)


def to_svg(specification: dict[str, Any]) -> str:
    """A specification as SVG. Raises ValueError for one that cannot be drawn."""
    drawer = _drawer.get()
    if drawer is not None:
        return _ask(drawer.begin(), {"specification": specification}).decode()
    import vl_convert  # noqa: PLC0415 34 MB that only pictures need

    svg: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    return svg


def to_png(svg: str, dots: int) -> bytes:
    """An SVG as PNG. dots: in an inch. Raises ValueError for one that cannot be drawn."""
    drawer = _drawer.get()
    if drawer is not None:
        return _ask(drawer.begin(), {"svg": svg, "dots": dots})
    import vl_convert  # noqa: PLC0415

    png: bytes = vl_convert.svg_to_png(svg, ppi=dots)
    return png


@contextmanager
def draw_apart(at_once: bool = False) -> Iterator[None]:
    """Within it, this thread draws in a program of its own, which ends with the outermost of them.

    at_once: begin the program before there is anything to draw, for whoever has other work until then.
    """
    if _drawer.get() is not None:
        yield
        return
    drawer = _Drawer()
    if at_once:
        drawer.begin()
    before = _drawer.set(drawer)
    try:
        yield
    finally:
        _drawer.reset(before)
        drawer.end()


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
