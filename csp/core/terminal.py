"""Printing for the command lines: text from files and names is printed as it is, never as markup.

rich reads [red] as a colour, [/x] as an error of its markup and :fire: as a picture, and
passes escape sequences on to the terminal. A console of this module does none of that to a
plain str; a colour is given as style= or as a rich Text.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from rich.console import Console
from rich.text import Text

from csp.core.characters import printable
from csp.core.errors import UserError

T = TypeVar("T")

# Characters a line may have in a file or pipe, which have no screen to fold it to.
PIPE_WIDTH = 160


class PlainConsole(Console):
    """A console to which every str is plain text without control characters."""

    def render_str(self, text: str, **options: Any) -> Text:
        """As Console has it, without markup, pictures and control characters; lines stay lines."""
        lines = "\n".join(printable(line) for line in text.split("\n"))
        return super().render_str(lines, **{**options, "markup": False, "emoji": False})


def console(stderr: bool = False, soft_wrap: bool = False) -> PlainConsole:
    """Where to print. A character that the terminal's encoding lacks is shown as a question mark."""
    stream = sys.stderr if stderr else sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    plain = PlainConsole(stderr=stderr, highlight=False, soft_wrap=soft_wrap, markup=False, emoji=False)
    if not plain.is_terminal:
        plain.width = PIPE_WIDTH
    return plain


def say(sentence: str, error: bool = False) -> None:
    """One sentence on a line of its own, not folded; an error goes to stderr, in red on a terminal."""
    console(error).print(printable(sentence), style="red" if error else None, soft_wrap=True)


def guarded(action: Callable[[], T]) -> T:
    """Runs an action; a UserError becomes its sentence on stderr and exit code 1."""
    try:
        return action()
    except UserError as error:
        say(str(error), error=True)
        raise typer.Exit(1) from error
