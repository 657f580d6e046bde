"""What a source format says about itself, and the list of all formats.

Every module of csp.imports.formats is imported and asked for its IMPORTER, so that a new format is
one new module: the command line, and the repair of a damaged store, learn of it here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Protocol

from csp.data.store import Store, is_of_partner
from csp.imports import formats
from csp.imports.reconciliation import Reconciliation
from csp.imports.results import Progress, Summary


class ImportFiles(Protocol):
    """Imports files, folders and zip archives into a store, by default the user's extracts.

    A file that cannot be used is refused with one sentence and changes nothing; the others still
    go in. Raises UserError when nothing can be done at all.
    """

    def __call__(
        self, paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
    ) -> Summary: ...


@dataclass(frozen=True)
class Importer:
    """A source format: how it is called on the command line, what it reads, and what it reports.

    name and help: of the subcommand. kind: of the manifest rows it writes. suffix: of its files in
    folders and archives. reconcile: the table that accounts for every row of an import. after: the
    names of formats that are to be imported before it, because its rows are placed with theirs.
    beside: further kinds of manifest rows. also: further suffixes of its files. by_profile: where a file is
    read by a named profile (--profile), the import by the name of one.
    """

    name: str
    help: str
    kind: str
    suffix: str
    run: ImportFiles
    reconcile: Callable[[Summary], Reconciliation]
    after: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    by_profile: Callable[[str], ImportFiles] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of manifest row that it writes."""
        return (self.kind, *self.beside)

    def has_written(self, row: Mapping[str, Any]) -> bool:
        """Whether a manifest row is one of this format."""
        return row["kind"] in self.kinds and is_of_partner(row) == (self.by_profile is not None)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Every suffix of its files in folders and archives."""
        return (self.suffix, *self.also)


def list_importers() -> list[Importer]:
    """Every format there is, those that others build on first."""
    modules = (
        importlib.import_module(f"{formats.__name__}.{module.name}")
        for module in pkgutil.iter_modules(formats.__path__)
    )
    importers: dict[str, Importer] = {module.IMPORTER.name: module.IMPORTER for module in modules}
    order = TopologicalSorter({name: importer.after for name, importer in importers.items()})
    return [importers[name] for name in order.static_order()]
