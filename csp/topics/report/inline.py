"""The Markdown of a report's paragraphs: **bold**, *italic*, [links](https://example.org) and no more. Pure.

A backslash before one of its signs makes it an ordinary letter. So the sentences of pages, which are
plain text, come through escape(), and every renderer reads the same runs from the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNS = re.compile(r"([\\*\[\]])")
_TOKEN = re.compile(
    r"\\(?P<sign>[\\*\[\]])"
    r"|\*\*(?P<bold>[^*\\\s](?:\\.|[^*\\]|\*(?!\*))*?)\*\*"
    r"|\*(?P<italic>[^*\\\s](?:\\.|[^*\\])*?)\*"
    r"|\[(?P<label>(?:\\.|[^\[\]\\])+)\]\((?P<address>(?:https?://|mailto:)[^\s()<>\"]+)\)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Run:
    """A stretch of text that is set alike. link: the address that it leads to, "" for none."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


def escape(text: str) -> str:
    """A plain text as Markdown that comes out letter by letter."""
    return _SIGNS.sub(r"\\\1", text)


def read_runs(text: str, bold: bool = False, italic: bool = False, link: str = "") -> tuple[Run, ...]:
    """The runs of a paragraph. Signs without a partner are letters; an address is http, https or mailto."""
    runs: list[Run] = []
    at = 0
    for match in _TOKEN.finditer(text):
        _add(runs, Run(text[at : match.start()], bold, italic, link))
        at = match.end()
        if match["sign"]:
            _add(runs, Run(match["sign"], bold, italic, link))
        elif match["bold"] is not None:
            _add_all(runs, read_runs(match["bold"], True, italic, link))
        elif match["italic"] is not None:
            _add_all(runs, read_runs(match["italic"], bold, True, link))
        else:
            _add_all(runs, read_runs(match["label"], bold, italic, match["address"]))
    _add(runs, Run(text[at:], bold, italic, link))
    return tuple(runs)


def _add_all(runs: list[Run], more: tuple[Run, ...]) -> None:
    for run in more:
        _add(runs, run)


def _add(runs: list[Run], run: Run) -> None:
    """Put a run at the end; one that is set as the last one continues it."""
    if not run.text:
        return
    if runs and (runs[-1].bold, runs[-1].italic, runs[-1].link) == (run.bold, run.italic, run.link):
        run = Run(runs.pop().text + run.text, run.bold, run.italic, run.link)
    runs.append(run)


def to_plain(text: str) -> str:
    """A paragraph as plain text; the address of a link stands behind its words."""
    return "".join(f"{run.text} ({run.link})" if run.link else run.text for run in read_runs(text))
