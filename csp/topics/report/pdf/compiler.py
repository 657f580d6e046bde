"""The program in which Typst runs: what to set comes in as JSON, the PDF or what is wrong goes out.

Run by csp.topics.report.pdf.typesetting; it imports nothing of the dashboard.
"""

from __future__ import annotations

import json
import sys

import typst

_NOT_SET = 3
"""How it ends where Typst refuses what it is given."""


def main() -> int:
    """Set what is asked for on the standard input."""
    asked = json.load(sys.stdin.buffer)
    try:
        written: bytes = typst.compile(
            asked["program"].encode(),
            format="pdf",
            pdf_standards="ua-1",
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=asked["fonts"]),
            sys_inputs=asked["inputs"],
            # There is nothing to be read: no file lies beside a program that comes as text.
            root=asked["root"],
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return _NOT_SET
    sys.stdout.buffer.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
