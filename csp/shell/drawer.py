"""The program that draws the pictures of a report: asked on its standard input, answering on its output.

Run by csp.shell.drawing; it imports nothing of the dashboard. A question is JSON behind its length, an
answer the picture, or what is wrong, behind one sign for which it is, and its length.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import Any

import vl_convert

LENGTH = struct.Struct(">I")
DRAWN, NOT_DRAWN = b"+", b"-"
_NOTHING = {"data": {"values": [{}]}, "mark": "point"}


def main() -> None:
    """Answer until nobody asks any more. What takes a second the first time is done before anybody asks."""
    _draw({"specification": _NOTHING})
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := questions.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        sign, answer = _draw(json.loads(questions.read(length)))
        answers.write(sign + LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _draw(asked: dict[str, Any]) -> tuple[bytes, bytes]:
    try:
        if "svg" in asked:
            png: bytes = vl_convert.svg_to_png(asked["svg"], ppi=asked["dots"])
            return DRAWN, png
        svg: str = vl_convert.vegalite_to_svg(asked["specification"], allowed_base_urls=[])
    except (ValueError, RuntimeError) as error:
        return NOT_DRAWN, str(error).encode()
    return DRAWN, svg.encode()


if __name__ == "__main__":
    main()
