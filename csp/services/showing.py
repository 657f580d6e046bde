"""A progress bar on a terminal, with sentences above it; elsewhere the sentences alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, TaskProgressColumn, TextColumn
from rich.progress import Progress as ProgressBar

from csp.core import terminal
from csp.core.characters import printable
from csp.imports.results import Progress


@contextmanager
def showing() -> Iterator[tuple[Progress, Callable[[str], None]]]:
    """What shows how far the work is, and what says a sentence meanwhile."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    console = terminal.console(stderr=True)
    with ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def show(name: str, done: int, total: int) -> None:
            bar.update(task, description=printable(name), completed=done, total=max(total, 1))

        def say(sentence: str) -> None:
            # The bar stands in the line that the sentence is written in.
            bar.stop()
            terminal.say(sentence)
            bar.start()

        yield show, say
