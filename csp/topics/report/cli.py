"""The command line of the report: python -m csp report --out FILE."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from csp.core.later import import_later
from csp.core.terminal import guarded, say

# What it needs takes seconds to import, and the other commands have no use for it.
_command = import_later("csp.topics.report.command")


def add_to(app: typer.Typer) -> None:
    """Add the command to those of the dashboard."""
    app.command(name="report")(report)


def report(
    out: Annotated[Path, typer.Option(help="The file to write: .docx, .pdf or .xlsx.")],
    kind: Annotated[str, typer.Option(help="assessment, briefing or since.")] = "assessment",
    link: Annotated[
        str, typer.Option(help="The address of a page, whose filters count; as a page opens without it.")
    ] = "",
    crime: Annotated[
        list[str] | None,
        typer.Option(
            help="A crime type with a section of its own, as the menu has it; may be given several times.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last meeting, else a quarter ago."),
    ] = None,
) -> None:
    """Write the committee report as Word, PDF or Excel."""

    def tell(title: str, number: int, of: int) -> None:
        say(f"{number} of {of}: {title}")

    day = since.date() if since else None
    failed = guarded(lambda: _command.write_report(out, kind, link, crime or (), day, tell))
    if lacking := guarded(lambda: _command.check_template(out.suffix.lower())):
        say(lacking, error=True)
    for title in failed:
        say(f"{title}: this section could not be written; the report says so in its place.", error=True)
    say(f"The report is written to {out}.")
    if failed:
        raise typer.Exit(1)
