"""Command line: python -m csp setup, import ..., status, check, board ..., report, serve and more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import csp.sample
from csp.core import settings, terminal
from csp.core.terminal import guarded
from csp.data import bucket
from csp.data.store import Store
from csp.deployment import cli as serving_cli
from csp.imports import published, publishing, report
from csp.imports.check import examine
from csp.imports.cli import import_commands
from csp.imports.ownership import EXTRACTS, PUBLISHED, SAMPLE
from csp.imports.repair import repair
from csp.services import cli as services_cli
from csp.topics.action_plan.store import cli as board_cli
from csp.topics.report import cli as report_cli

app = typer.Typer(
    name="csp", help="Community safety dashboard: load extracts, see what is loaded.", no_args_is_help=True
)
app.add_typer(import_commands(), name="import")
app.add_typer(board_cli.app, name="board")
serving_cli.add_to(app)
report_cli.add_to(app)
services_cli.add_to(app, board_cli.examine)


@app.command()
def status() -> None:
    """What is loaded: months, gaps, road collisions, outlines, population, lookup."""
    for line in guarded(report.status):
        terminal.say(line)


@app.command()
def check() -> None:
    """Find every fault of the imported files and of the sample: missing, damaged, foreign, left over."""
    guarded(bucket.keep_up)
    stores = (
        (Store(settings.extracts()), EXTRACTS),
        (Store(settings.SAMPLE), SAMPLE),
        (Store(settings.published()), PUBLISHED),
    )
    lines = [finding.line(store) for store, shape in stores for finding in examine(store, shape)]
    for line in lines:
        terminal.say(line)
    if lines:
        raise typer.Exit(1)
    terminal.say("No fault found: every file is as it was written.")


@app.command(name="repair")
def repair_extracts(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]", help="The downloaded files, folders or zip archives.", show_default=False
        ),
    ] = None,
) -> None:
    """Mend what check finds, from the files given where they are needed, and say what is left."""
    store, embedded = Store(guarded(settings.own_extracts)), Store(settings.SAMPLE)
    repaired = guarded(lambda: repair(store, paths or ()))
    if examine(embedded, SAMPLE):
        guarded(lambda: csp.sample.write(settings.SAMPLE))
        repaired.done.append("The sample was written again.")
        repaired.left += [finding.line(embedded) for finding in examine(embedded, SAMPLE)]
    for line in repaired.done:
        terminal.say(line)
    for line in repaired.left:
        terminal.say(f"Left: {line}", error=True)
    if repaired.left:
        raise typer.Exit(1)
    terminal.say("Every file is as it was written." if repaired.done else "There was nothing to repair.")


@app.command()
def publish(
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="[S3-ADDRESS]",
            help="s3://bucket/prefix, for machines that share no disk.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write what public mode shows, with counts by ward adjusted; and put it into object storage, if named.

    Outside public mode it puts what is imported into object storage.
    """
    if guarded(settings.area).is_public:
        written = guarded(published.write_published)
        terminal.say(
            f"Published to {written.folder}: {written.counts:,} counts of {written.wards} wards, of "
            f"{written.periods} periods. Counts by ward are adjusted by at most 3."
        )
    if address is not None or not settings.area().is_public:
        done = guarded(lambda: publishing.publish(address))
        sent = "1 file" if done.sent == 1 else f"{done.sent:,} files"
        terminal.say(f"Published to {address}: {sent} sent, {done.there:,} there already.")


@app.command()
def sample() -> None:
    """Write the embedded sample (data/sample), the same bytes every time."""
    guarded(lambda: csp.sample.write(settings.SAMPLE))
    terminal.say(f"The sample is written to {settings.SAMPLE}.")


def main() -> None:
    """The command csp, which pip install -e . --no-deps puts beside the checkout."""
    if not settings.REFERENCE.is_dir():
        terminal.say(
            f"{settings.REFERENCE} is not there: csp is installed apart from its data. "
            "Run pip install -e . --no-deps in the checkout instead.",
            error=True,
        )
        raise SystemExit(1)
    app(prog_name="csp")


if __name__ == "__main__":
    app(prog_name="python -m csp")
