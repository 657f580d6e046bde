"""An author's Markdown as the screen shows it: the same runs that the files are written from. Pure."""

from __future__ import annotations

import re

from csp.core.markup import Markdown, bold, italic, link, plain
from csp.topics.report.inline import Run, read_runs

_BREAK = re.compile(r"\n[ \t]*\n")
_ENTRIES = ("- ", "* ")


def show_text(text: str) -> Markdown:
    """Paragraphs and lists as Markdown of the page. An empty line ends a paragraph, "- " begins an entry."""
    return Markdown("\n\n".join(_show_block(block) for block in _BREAK.split(text.strip()) if block.strip()))


def _show_block(block: str) -> str:
    lines = [line.strip() for line in block.strip().splitlines()]
    if all(line.startswith(_ENTRIES) for line in lines):
        return "\n".join(f"- {_show_runs(line[2:].strip())}" for line in lines)
    return _show_runs(" ".join(lines))


def _show_runs(text: str) -> str:
    # A sign before a link would make a picture of it, which the browser would fetch.
    return "".join(map(_show_run, read_runs(text))).replace("![", r"\![")


def _show_run(run: Run) -> str:
    """A run with the blanks around it outside of its marks, where Markdown needs them."""
    words = run.text.strip()
    if not words:
        return " " if run.text else ""
    marked: str = link(words, run.link) if run.link else plain(words)
    if run.italic:
        marked = italic(Markdown(marked))
    if run.bold:
        marked = bold(Markdown(marked))
    before = " " if run.text[0].isspace() else ""
    after = " " if run.text[-1].isspace() else ""
    return f"{before}{marked}{after}"
