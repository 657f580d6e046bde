"""Command line: python -m csp import ..., status, check, repair, board ..., serve, proxy-config, sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

import csp.sample
from csp.core import settings, terminal
from csp.core.characters import printable
from csp.core.errors import UserError
from csp.data import bucket
from csp.data.store import Store
from csp.deployment import cli as serving_cli
from csp.imports import publishing, report
from csp.imports.boundaries import import_boundaries
from csp.imports.check import examine
from csp.imports.lookup import import_lookup
from csp.imports.ownership import EXTRACTS, SAMPLE
from csp.imports.police import import_street
from csp.imports.population import import_population
from csp.imports.repair import repair as mend
from csp.imports.results import Loaded, Summary
from csp.imports.results import Progress as OnProgress
from csp.topics.action_plan.store import cli as board_cli

app = typer.Typer(
    name="csp", help="Community safety dashboard: load extracts, see what is loaded.", no_args_is_help=True
)
imports = typer.Typer(help="Load published files into the dashboard.", no_args_is_help=True)
app.add_typer(imports, name="import")
app.add_typer(board_cli.app, name="board")
serving_cli.add_to(app)

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or zip archives.", show_default=False)
]
Importer = Callable[[Iterable[Path], None, OnProgress], Summary]

T = TypeVar("T")

RESULT_STYLES = {"new": "green", "replaced": "yellow", "unchanged": "dim", "refused": "red"}


@imports.command()
def police(paths: Paths) -> None:
    """Street-level crime of data.police.uk: CSV files, folders, or the site's zip archives."""
    summary = _run(import_street, paths)
    _print_street(summary)
    _finish(summary)


@imports.command()
def boundaries(paths: Paths) -> None:
    """Ward outlines of ONS, any year: GeoJSON in longitude and latitude (WGS84)."""
    _tables(import_boundaries, paths, "Ward outlines", "District")


@imports.command()
def population(paths: Paths) -> None:
    """Population by district or ward: mid-year estimates of ONS, or area_code, year, population."""
    _tables(import_population, paths, "Population", "Table")


@imports.command()
def lookup(paths: Paths) -> None:
    """Lookup of LSOAs to wards and districts of ONS, for places without outlines."""
    _tables(import_lookup, paths, "LSOA lookup", "Table")


@app.command()
def status() -> None:
    """What is loaded: months, gaps, outlines, population, lookup."""
    for line in _guarded(report.status):
        terminal.say(line)


@app.command()
def check() -> None:
    """Find every fault of the imported files and of the sample: missing, damaged, foreign, left over."""
    _guarded(bucket.keep_up)
    stores = ((Store(settings.extracts()), EXTRACTS), (Store(settings.SAMPLE), SAMPLE))
    lines = [finding.line(store) for store, shape in stores for finding in examine(store, shape)]
    for line in lines:
        terminal.say(line)
    if lines:
        raise typer.Exit(1)
    terminal.say("No fault found: every file is as it was written.")


@app.command()
def repair(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]", help="The downloaded files, folders or zip archives.", show_default=False
        ),
    ] = None,
) -> None:
    """Mend what check finds, from the files given where they are needed, and say what is left."""
    store, embedded = Store(_guarded(settings.own_extracts)), Store(settings.SAMPLE)
    told = _guarded(lambda: mend(store, paths or ()))
    if examine(embedded, SAMPLE):
        _guarded(lambda: csp.sample.write(settings.SAMPLE))
        told.done.append("The sample was written again.")
        told.left += [finding.line(embedded) for finding in examine(embedded, SAMPLE)]
    for line in told.done:
        terminal.say(line)
    for line in told.left:
        terminal.say(f"Left: {line}", error=True)
    if told.left:
        raise typer.Exit(1)
    terminal.say("Every file is as it was written." if told.done else "There was nothing to repair.")


@app.command()
def publish(
    address: Annotated[str, typer.Argument(metavar="S3-ADDRESS", help="s3://bucket/prefix")],
) -> None:
    """Put what is imported into object storage, for machines that share no disk."""
    done = _guarded(lambda: publishing.publish(address))
    sent = "1 file" if done.sent == 1 else f"{done.sent:,} files"
    terminal.say(f"Published to {address}: {sent} sent, {done.there:,} there already.")


@app.command()
def sample() -> None:
    """Write the embedded sample (data/sample), the same bytes every time."""
    _guarded(lambda: csp.sample.write(settings.SAMPLE))
    terminal.say(f"The sample is written to {settings.SAMPLE}.")


def _guarded(action: Callable[[], T]) -> T:
    """Runs an action; a UserError becomes its sentence on stderr and exit code 1."""
    try:
        return action()
    except UserError as error:
        terminal.say(str(error), error=True)
        raise typer.Exit(1) from error


def _run(importer: Importer, paths: list[Path]) -> Summary:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    console = terminal.console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)

        def show(name: str, done: int, total: int) -> None:
            bar.update(task, description=printable(name), completed=done, total=total)

        return _guarded(lambda: importer(paths, None, show))


def _tables(importer: Importer, paths: list[Path], title: str, area: str) -> None:
    summary = _run(importer, paths)
    table = _table(title)
    for name in ("File", area):
        table.add_column(name)
    for name in ("Rows read", "Stored", "Declined"):
        table.add_column(name, justify="right")
    table.add_column("Result")
    for one in summary.loaded:
        figures = (one.rows_read, one.rows_stored, one.rows_declined)
        table.add_row(one.file, one.force, *(f"{n:,}" for n in figures), _styled(one.result))
    if summary.loaded:
        terminal.console().print(table)
    _finish(summary)


# Without location and without a ward are counted among the stored.
STREET_COLUMNS: dict[str, Callable[[Loaded], int]] = {
    "Read": lambda one: one.rows_read,
    "Stored": lambda one: one.rows_stored,
    "Without\nlocation": lambda one: one.without_location,
    "Without\nward": lambda one: one.without_ward,
    "Outside\narea": lambda one: one.outside_area,
    "Otherwise\ndeclined": lambda one: one.otherwise_declined,
}


def _print_street(summary: Summary) -> None:
    if not summary.loaded:
        return
    table = _table("Read = stored (some of it without location or ward) + outside area + otherwise declined")
    rows = sorted(summary.loaded, key=lambda row: (row.force, str(row.month)))
    table.add_column("Force", no_wrap=True)
    table.add_column("Month", no_wrap=True)
    for name in STREET_COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Result", no_wrap=True)
    for one in rows:
        low = one.month is not None and (one.force, one.month) in summary.incomplete
        figures = [f"{count(one):,}" for count in STREET_COLUMNS.values()]
        result = _styled(one.result)
        if low:
            result.append(", ").append("incomplete", "yellow")
        table.add_row(one.force, f"{one.month:%Y-%m}", *figures, result)
    table.add_section()
    table.add_row("All", "", *(f"{sum(map(count, rows)):,}" for count in STREET_COLUMNS.values()), "")
    terminal.console().print(table)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="", box=None, padding=(0, 2, 0, 0))


def _styled(result: str) -> Text:
    return Text(result, style=RESULT_STYLES[result])


def _finish(summary: Summary) -> None:
    """The lines under the table, the refusals on stderr, and the exit code."""
    for line in report.notes(summary):
        terminal.say(line)
    for line in report.refusals(summary.refused):
        terminal.say(line, error=True)
    if not summary.ok:
        raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="python -m csp")
