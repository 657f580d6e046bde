"""Command line of the services: python -m csp setup, update, doctor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.prompt import Confirm, Prompt

from csp.core import terminal
from csp.core.terminal import guarded
from csp.services import doctor, findings, setup
from csp.services.journal import Journal
from csp.services.showing import showing
from csp.services.update import bring_up_to_date
from csp.services.work import Work, prepare

MOST_MONTHS = 120
# Three years of trends, and two months more for those that come late.
MONTHS = 38


def add_to(app: typer.Typer, examine_board: Callable[[], str]) -> None:
    """Adds the commands to the command line. examine_board: says how the board is."""
    app.command("setup")(set_up)
    app.command()(update)

    @app.command("doctor")
    def diagnose(
        offline: Annotated[bool, typer.Option("--offline", help="Ask no service.")] = False,
    ) -> None:
        """Say what is wrong with settings, store, board and services, and what to do."""
        findings_of = doctor.diagnose(examine_board, is_online=not offline)
        wrong = [finding for finding in findings_of if finding.is_wrong]
        for finding in findings_of:
            terminal.say(finding.sentence, error=finding.is_wrong)
        if wrong:
            raise typer.Exit(1)


def set_up(
    name: Annotated[str | None, typer.Argument(metavar="[DISTRICT]", show_default=False)] = None,
    months: Annotated[
        int, typer.Option(min=1, max=MOST_MONTHS, help="How many months of recorded crime.")
    ] = MONTHS,
    folder: Annotated[
        Path | None,
        typer.Option("--from", metavar="FOLDER", help="Take downloaded files and ask no service."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the settings of another district without a question.")
    ] = False,
) -> None:
    """Set the dashboard up for a district: its settings, outlines, population and recorded crime.

    What is loaded already is not fetched again, so the command may be stopped and run again at any time.
    """
    can_ask = sys.stdin.isatty()
    home = guarded(lambda: setup.find_home(name, _ask_name if can_ask else None))
    guarded(lambda: setup.set_up(home, replace, _ask_whether if can_ask else None, terminal.say))
    with _working() as work:
        if folder is None:
            guarded(lambda: setup.fetch(work, months))
        else:
            guarded(lambda: setup.take(work, folder))
    _finish(work, findings.OPEN, is_online=folder is None)


def update() -> None:
    """Fetch the months of recorded crime that are new or revised, and say what changed."""
    with _working() as work:
        guarded(lambda: bring_up_to_date(work))
    _finish(work)


@contextmanager
def _working() -> Iterator[Work]:
    """The work for the settings in force, with a progress bar. Ctrl+C ends it and loses nothing."""
    with showing() as (progress, say):
        try:
            yield guarded(lambda: prepare(Journal(say), progress))
        except KeyboardInterrupt as error:
            terminal.say(f"Stopped. {findings.AGAIN}", error=True)
            raise typer.Exit(130) from error


def _finish(work: Work, last: str = "", is_online: bool = True) -> None:
    left = setup.describe_left(work, is_online)
    for line in left:
        terminal.say(line, error=True)
    if left:
        raise typer.Exit(1)
    if last:
        terminal.say(last)


def _ask_name(question: str) -> str:
    return Prompt.ask(terminal.console().render_str(question), console=terminal.console())


def _ask_whether(question: str) -> bool:
    return Confirm.ask(terminal.console().render_str(question), console=terminal.console(), default=False)
