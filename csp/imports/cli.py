"""Command line of the imports: python -m csp import NAME, one subcommand for each source format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from csp.core.terminal import guarded
from csp.imports.importer import Importer, ImportFiles, list_importers
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


Profile = Annotated[
    str, typer.Option(metavar="NAME", help="By which kept profile the files are read.", show_default=False)
]


def _command(importer: Importer) -> Callable[..., None]:
    """The command of a format, with a profile where its files are read by one."""
    by_profile = importer.by_profile

    def run(paths: Paths) -> None:
        _run(importer, importer.run, paths)

    def run_by_profile(paths: Paths, profile: Profile = "") -> None:
        assert by_profile
        _run(importer, by_profile(profile), paths)

    return run_by_profile if by_profile else run


def _run(importer: Importer, import_files: ImportFiles, paths: list[Path]) -> None:
    with progress_bar() as progress:
        summary = guarded(lambda: import_files(paths, None, progress))
    print_summary(importer.reconcile(summary), summary)
    if not summary.ok:
        raise typer.Exit(1)
