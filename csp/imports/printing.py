"""Printing an import on the command line: its progress, its reconciliation, its notes and refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table
from rich.text import Text

from csp.core import terminal
from csp.core.characters import printable
from csp.imports import report
from csp.imports.reconciliation import Line, Reconciliation
from csp.imports.results import Progress, Summary

RESULT_STYLES = {"new": "green", "replaced": "yellow", "unchanged": "dim", "refused": "red"}


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on stderr that goes when the work is done; nothing where stderr is no terminal."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    console = terminal.console(stderr=True)
    with ProgressBar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def show(name: str, done: int, total: int) -> None:
            bar.update(task, description=printable(name), completed=done, total=total)

        yield show


def print_summary(reconciliation: Reconciliation, summary: Summary) -> None:
    """The table of what was loaded, the lines under it, and the refusals on stderr."""
    if reconciliation.lines:
        terminal.console().print(_table(reconciliation))
    for line in report.notes(summary):
        terminal.say(line)
    for line in report.refusals(summary.refused):
        terminal.say(line, error=True)


def _table(reconciliation: Reconciliation) -> Table:
    table = Table(
        title=reconciliation.title, title_justify="left", title_style="", box=None, padding=(0, 2, 0, 0)
    )
    fixed = not reconciliation.folds
    for label in reconciliation.labels:
        table.add_column(label, no_wrap=fixed)
    for figure in reconciliation.figures:
        table.add_column(figure, justify="right", no_wrap=fixed)
    table.add_column("Result", no_wrap=fixed)
    for line in reconciliation.lines:
        table.add_row(*line.labels, *(f"{figure:,}" for figure in line.figures), _result(line))
    if reconciliation.totals:
        columns = zip(*(line.figures for line in reconciliation.lines), strict=True)
        blanks = [""] * (len(reconciliation.labels) - 1)
        table.add_section()
        table.add_row("All", *blanks, *(f"{sum(column):,}" for column in columns), "")
    return table


def _result(line: Line) -> Text:
    text = Text(line.result, style=RESULT_STYLES[line.result])
    if line.warning:
        text.append(", ").append(line.warning, "yellow")
    return text
