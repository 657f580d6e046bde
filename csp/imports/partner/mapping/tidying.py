"""A partner's table as tidy rows in DuckDB: one figure a row, in their words and in ours.

The table that is read, raw, has the columns line BIGINT (in the file, from 1) and c0, c1, ... VARCHAR, one
for each heading of the layout: text stripped, a blank cell null, a date as 2024-03-31, a number without
thousands and without a needless ".0".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb

from csp.core.partner.book import Layout, Sheet
from csp.core.partner.profile import Profile, Role
from csp.imports.partner.mapping.known import Known
from csp.imports.placing import Geography

TIDY = "tidy"
"""The table of rows: line BIGINT, start DATE and months INTEGER (1, 3 or 12; null where unreadable), period
VARCHAR (as read), area, ward, offence, flag VARCHAR (their words), n VARCHAR (as read), number DOUBLE (null
where it is none), fault VARCHAR (why: "text", "withheld", "missing"; "" where there is one), district_code,
ward_code, offence_code, flag_code VARCHAR, placed VARCHAR (by what: "name", "point", "lsoa", "postcode", ""),
left_out VARCHAR (the role whose word is left out on purpose, "" for none).

No coordinates, postcodes or LSOAs are in it: they are used and dropped."""
TOTALS = "tidy_totals"
"""The table of total rows and columns: line, label VARCHAR ("Total"), start, months, stated DOUBLE (what the
file says) and adds DOUBLE (what its rows add up to)."""


@dataclass(frozen=True)
class Tidied:
    """What tidy() made. rows: of TIDY. lines: of the file that they come from. totals: rows of TOTALS.

    notes: what could not be used, a sentence each ("No postcode lookup is loaded, ...").
    """

    rows: int
    lines: int
    totals: int
    notes: tuple[str, ...] = ()


def load_sheet(connection: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout, raw: str = "raw") -> None:
    """Makes the table raw of the lines of a sheet that are at hand, for a preview."""
    raise NotImplementedError


def list_words(
    connection: duckdb.DuckDBPyConnection, layout: Layout, profile: Profile, raw: str = "raw"
) -> Mapping[Role, Mapping[str, int]]:
    """The distinct words of the columns of area, ward, offence and flag, with the number of their rows.

    An offence with a sub-type is "offence / sub-type". A ward is "area / ward" where the table has a column
    of areas. Totals are left out.
    """
    raise NotImplementedError


def tidy(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    profile: Profile,
    known: Known,
    geography: Geography | None = None,
    raw: str = "raw",
    progress: Callable[[float], None] | None = None,
) -> Tidied:
    """Makes the tables TIDY and TOTALS from raw, replacing any of those names.

    geography: the outlines and the lookup that points and LSOAs are placed with (placing.load_geography).
    """
    raise NotImplementedError
