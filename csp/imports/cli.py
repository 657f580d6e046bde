"""Command line of the imports: python -m csp import NAME, one subcommand for each source format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from csp.core.terminal import guarded
from csp.imports.importer import Importer, list_importers
from csp.imports.printing import print_summary, progress_bar

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files, folders, or zip archives.", show_default=False)
]


def import_commands() -> typer.Typer:
    """The group of subcommands, one for each format; what is imported month by month comes first."""
    commands = typer.Typer(help="Load published files into the dashboard.", no_args_is_help=True)
    for importer in reversed(list_importers()):
        commands.command(importer.name, help=importer.help)(_command(importer))
    return commands


def _command(importer: Importer) -> Callable[[list[Path]], None]:
    def run(paths: Paths) -> None:
        with progress_bar() as progress:
            summary = guarded(lambda: importer.run(paths, None, progress))
        print_summary(importer.reconcile(summary), summary)
        if not summary.ok:
            raise typer.Exit(1)

    return run
