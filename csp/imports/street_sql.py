"""The SQL that turns the text of one street file (table raw) into incidents and monthly counts.

Run in this order, in a connection that placing.prepare_places() has set up: KINDS, LOCATE,
JUDGE, COUNT, then the three WRITE_ statements. {month} is "2018-10", {target} a file as a literal, {outcome}
is OUTCOME, {printable} and {neutral} what rejected_columns() gives. {astray} is the reason to decline a
row of no place at all, which decline_astray() gives.
"""

from __future__ import annotations

from collections.abc import Mapping

from csp.core.characters import name_sql, printable_sql
from csp.core.spreadsheet import neutralise, neutralise_sql
from csp.imports.placing_sql import EXCHANGED, NUL, OUTSIDE, SAME_PLACE

SOURCE = "police"

OUTCOME = name_sql("outcome_text")

# What a row says happened, when, and what came of it: few distinct ones, so judged once each.
KINDS = f"""
CREATE OR REPLACE TEMP TABLE kind AS
SELECT
    seen.*,
    offence.code AS offence,
    {{outcome}} AS outcome,
    CASE
        WHEN contains(concat(month_text, offence_text, outcome_text), chr(0)) THEN '{NUL}'
        WHEN trim(month_text) = '' THEN 'no month'
        WHEN trim(month_text) <> '{{month}}'
            THEN 'of ' || trim(month_text) || ', not of the month of the file'
        WHEN trim(offence_text) = '' THEN 'no crime type'
        WHEN offence.code IS NULL THEN 'crime type not known: ' || trim(offence_text)
    END AS reason
FROM (
    SELECT DISTINCT
        "Crime type" AS offence_text,
        "Month" AS month_text,
        "Last outcome category" AS outcome_text
    FROM raw
) AS seen
LEFT JOIN offence
    ON offence.label = trim(seen.offence_text)
"""

# The one join on the text of the file; everything after joins on small numbers.
LOCATE = f"""
CREATE OR REPLACE TEMP TABLE located AS
SELECT
    raw.rowid AS record,
    place.position,
    kind.offence,
    kind.reason,
    kind.outcome
FROM raw
LEFT JOIN place
    ON {SAME_PLACE}
JOIN kind
    ON kind.offence_text = raw."Crime type"
    AND kind.month_text = raw."Month"
    AND kind.outcome_text = raw."Last outcome category"
"""

HAS_UNPLACED = "SELECT EXISTS (SELECT 1 FROM located WHERE position IS NULL)"

# Identical rows become one, with how many there are: they are separate incidents.
JUDGE = """
CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    grouped.position,
    grouped.offence,
    grouped.outcome,
    grouped.n,
    spot.district_code,
    spot.ward_code,
    coalesce(grouped.reason, spot.reason, {astray}) AS reason
FROM (
    SELECT position, offence, reason, outcome, count(*)::INTEGER AS n
    FROM located
    GROUP BY position, offence, reason, outcome
) AS grouped
JOIN spot
    ON spot.position = grouped.position
"""

COUNT = f"""
SELECT
    (SELECT count(*) FROM raw),
    coalesce(sum(n) FILTER (WHERE reason IS NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE reason IS NOT NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE reason IS NULL AND district_code IS NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE starts_with(reason, '{OUTSIDE}')), 0)::BIGINT,
    coalesce(
        sum(n) FILTER (WHERE reason IS NULL AND district_code IS NOT NULL AND ward_code IS NULL), 0
    )::BIGINT
FROM judged
"""

# Why most of the rows that are declined for a fault of their own are, and how many all of these are. A row
# that lies elsewhere, or is not known to lie here, has none.
MAIN_FAULT = f"""
SELECT
    arg_max(reason, rows),
    coalesce(sum(rows), 0)::BIGINT,
    count(*)
FROM (
    SELECT reason, sum(n) AS rows
    FROM judged
    WHERE reason IS NOT NULL AND NOT starts_with(reason, '{OUTSIDE}') AND reason <> '{{astray}}'
    GROUP BY reason
)
"""

# Rows with longitude and latitude exchanged, and all that have a point.
COUNT_EXCHANGED = f"""
SELECT
    coalesce(sum(judged.n) FILTER (WHERE spot.reason = '{EXCHANGED}'), 0)::BIGINT,
    coalesce(
        sum(judged.n) FILTER (WHERE spot.reason = '{EXCHANGED}' OR spot.longitude IS NOT NULL), 0
    )::BIGINT
FROM judged
JOIN spot
    ON spot.position = judged.position
"""

# position runs by district, so a district's rows lie together in the file.
WRITE_INCIDENTS = f"""
COPY (
    SELECT
        '{SOURCE}' AS source,
        DATE '{{month}}-01' AS month,
        spot.district_code,
        spot.ward_code,
        judged.offence,
        NULL::VARCHAR AS flag,
        spot.longitude,
        spot.latitude,
        spot.location,
        nullif(judged.outcome, '') AS outcome,
        judged.n
    FROM judged
    JOIN spot
        ON spot.position = judged.position
    WHERE judged.reason IS NULL
    ORDER BY judged.position
) TO {{target}} (FORMAT parquet)
"""

WRITE_COUNTS = f"""
COPY (
    SELECT
        '{SOURCE}' AS source,
        DATE '{{month}}-01' AS month,
        district_code,
        ward_code,
        offence,
        NULL::VARCHAR AS flag,
        sum(n)::BIGINT AS n
    FROM judged
    WHERE reason IS NULL
    GROUP BY district_code, ward_code, offence
    ORDER BY district_code, ward_code, offence
) TO {{target}} (FORMAT parquet)
"""

# line: the header is line 1.
WRITE_REJECTS = """
COPY (
    WITH rejected AS (
        SELECT located.record + 2 AS line, {printable}
        FROM located
        JOIN spot
            ON spot.position = located.position
        JOIN raw
            ON raw.rowid = located.record
        WHERE coalesce(located.reason, spot.reason, {astray}) IS NOT NULL
    )
    SELECT line, {neutral}
    FROM rejected
    ORDER BY line
) TO {target} (FORMAT csv, HEADER)
"""


ASTRAY = "of another force and without a place, so it may lie anywhere"


def decline_astray(is_own_force: bool) -> str:
    """The reason to decline a row of no place: none in a file of the area's own force, to which it counts.

    A row of another force without a place may lie anywhere: it is not known to be of the area.
    """
    return "NULL" if is_own_force else f"CASE WHEN spot.district_code IS NULL THEN '{ASTRAY}' END"


def rejected_columns(headers: Mapping[str, str], astray: str) -> dict[str, str]:
    """The reason and the cells of a declined row: first without control characters, then for a spreadsheet.

    headers: what the file calls each column of table raw. Two steps, because one expression of both
    would look at each cell a dozen times.
    """
    cells = {f"coalesce(located.reason, spot.reason, {astray})": "reason"}
    cells |= {f"raw.{_identifier(name)}": header for name, header in headers.items()}
    return {
        "printable": ", ".join(f"{printable_sql(cell)} AS cell_{place}" for place, cell in enumerate(cells)),
        "astray": astray,
        "neutral": ", ".join(
            f"{neutralise_sql(f'cell_{place}')} AS {_identifier(neutralise(header))}"
            for place, header in enumerate(cells.values())
        ),
    }


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
