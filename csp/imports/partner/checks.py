"""The checks of a partner's extract, before anything of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from csp.core.partner.declaration import Declaration
from csp.core.partner.findings import Finding, Result
from csp.data.store import Store


@dataclass(frozen=True)
class Terms:
    """What an extract has to keep to.

    has_counts: whether the column n is the partner's; else a row is a record and counts 1. is_whole: whether
    every column that tells rows apart is read, so that a row that says the same as another is a mistake; else
    such rows are added up. first, last: the days that the figures may be of, None for any up to today.
    of_file: what was found in the file before it was mapped (totals, personal data).
    """

    declaration: Declaration
    has_counts: bool
    is_whole: bool = False
    first: date | None = None
    last: date | None = None
    of_file: tuple[Finding, ...] = ()


def check_extract(
    connection: duckdb.DuckDBPyConnection, table: str, terms: Terms, store: Store | None = None
) -> Result:
    """What an import of a tidy table would do. Nothing is stored.

    table: the name of a table or view of the connection with the columns of csp.imports.partner.mapping.tidy:
    line, start, months, area, ward, offence, flag, n, district_code, ward_code, offence_code, flag_code. A code
    is null for a word that is not mapped, "" for one that is left out on purpose.
    """
    raise NotImplementedError
