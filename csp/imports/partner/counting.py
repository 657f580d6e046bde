"""The rows of a tidy table, judged and counted in one pass, after which checks look at cells alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from csp.core import settings
from csp.core.partner.declaration import Declaration
from csp.core.partner.findings import Finding

CELLS = "counted_cells"
EARLIEST = date(1974, 4, 1)
"""No figure of a partner is of a time before the districts of today."""


@dataclass(frozen=True)
class Terms:
    """What an extract has to keep to.

    has_counts: whether the column n is the partner's; else a row is a record and counts 1. is_whole: whether
    every column that tells rows apart is read, so that a row that says the same as another is a mistake; else
    such rows are added up. first, last: the days that the figures may be of, None for any up to today.
    of_file: what was found in the file before it was mapped (personal data).
    """

    declaration: Declaration
    has_counts: bool
    is_whole: bool = False
    first: date | None = None
    last: date | None = None
    of_file: tuple[Finding, ...] = ()


# A record counts 1, whatever else its row says. The codes of areas and offences are never "" past the first
# condition; a ward or mark that is left out on purpose is stored as none.
_COUNT = """
CREATE OR REPLACE TEMP TABLE {cells} AS
WITH judged AS (
    SELECT
        line,
        n,
        period,
        {figure} AS figure,
        CASE
            WHEN left_out IN ('area', 'offence') THEN 'left out'
            WHEN start IS NULL OR months IS NULL THEN 'date'
            WHEN start < $first OR start > $last THEN 'period'
            WHEN coalesce(district_code, '') = '' THEN 'area'
            WHEN NOT list_contains($districts, district_code) THEN 'outside'
            WHEN coalesce(offence_code, '') = '' THEN 'offence'
            {faults}
            ELSE ''
        END AS verdict,
        start,
        months,
        district_code,
        nullif(ward_code, '') AS ward_code,
        offence_code,
        nullif(flag_code, '') AS flag_code,
        area,
        ward,
        offence,
        flag,
        ward IS NOT NULL AND ward_code IS NULL AND left_out <> 'ward' AS has_new_ward,
        flag IS NOT NULL AND flag_code IS NULL AND left_out <> 'flag' AS has_new_flag
    FROM {table}
),
tallied AS (
    SELECT
        judged.* EXCLUDE (line, n, period, figure),
        count(*) AS lines,
        min(line) AS line,
        max(line) AS last_line,
        arg_min(n, line) AS example,
        arg_min(period, line) AS period,
        sum(CASE WHEN figure BETWEEN 0 AND 1e12 THEN floor(figure) ELSE 1 END)::BIGINT AS added,
        arg_min(figure, line) AS first_figure
    FROM judged
    GROUP BY ALL
)
SELECT
    * EXCLUDE (verdict, first_figure),
    verdict AS fault,
    CASE WHEN verdict = '' THEN {stored} ELSE 0 END AS stored,
    CASE WHEN verdict = '' THEN {kept} ELSE 0 END AS kept_lines
FROM tallied
"""
_FAULTS = """
            WHEN fault = 'missing' THEN 'blank'
            WHEN fault = 'withheld' THEN 'withheld'
            WHEN number IS NULL OR NOT isfinite(number) THEN 'number'
            WHEN number < 0 THEN 'negative'
            WHEN number <> floor(number) OR number > 1e12 THEN 'fraction'
"""


def count_cells(connection: duckdb.DuckDBPyConnection, table: str, terms: Terms) -> None:
    """Makes the temporary table CELLS of a tidy table: a row for each fault ("" for none) and cell.

    lines: the rows of the file in it. added: what they count, of a row that has no figure 1. stored: what is
    stored of it, and kept_lines of how many rows; 0 where it has a fault.
    """
    repeated = terms.has_counts and terms.is_whole
    statement = _COUNT.format(
        cells=CELLS,
        table=table,
        stored="try_cast(first_figure AS BIGINT)" if repeated else "added",
        kept="1" if repeated else "lines",
        figure="number" if terms.has_counts else "1",
        faults=_FAULTS if terms.has_counts else "",
    )
    connection.execute(
        statement,
        {
            "first": terms.first or EARLIEST,
            "last": terms.last or datetime.now(UTC).date(),
            "districts": sorted(settings.list_stored()),
        },
    )
