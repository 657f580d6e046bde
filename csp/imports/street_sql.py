"""The SQL that turns the text of one street file (table raw) into incidents and monthly counts.

Run in this order, in a connection that placing.prepare_places() has set up: KINDS, after placing.place_rows()
LOCATE, JUDGE and COUNT, then the WRITE_ statements, before that of the declined rows REJECTED. {month} is
"2018-10", {target} a file as a literal, {outcome} is OUTCOME, {plain}, {cells}, {as_is}, {printable} and
{neutral} what rejected_columns() gives. {astray} is the reason to decline a row of no place at all, which
decline_astray() gives.
"""

from __future__ import annotations

from collections.abc import Mapping

from csp.core.characters import CONTROLS, name_sql, printable_sql
from csp.core.spreadsheet import FORMULA, NUMBER, neutralise, neutralise_sql
from csp.imports.placing_sql import EXCHANGED, NUL, OUTSIDE, SAME_PLACE

SOURCE = "police"

OUTCOME = name_sql("outcome_text")

# What a row says happened, when, and what came of it: few distinct ones, so judged once each. Those that
# differ only in blanks are of one kind.
KINDS = f"""
CREATE OR REPLACE TEMP TABLE wording AS
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
    END AS reason,
    dense_rank() OVER (ORDER BY offence, outcome, reason)::INTEGER AS kind
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
    spelling.position,
    wording.kind
FROM raw
JOIN spelling
    ON {SAME_PLACE}
JOIN wording
    ON wording.offence_text = raw."Crime type"
    AND wording.month_text = raw."Month"
    AND wording.outcome_text = raw."Last outcome category"
"""

# Identical rows become one, with how many there are: they are separate incidents.
JUDGE = f"""
CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    grouped.position,
    grouped.kind,
    grouped.n,
    kind.offence,
    kind.outcome,
    spot.district_code,
    spot.ward_code,
    coalesce(kind.reason, spot.reason, {{astray}}) AS reason,
    coalesce(spot.reason = '{EXCHANGED}', false) AS exchanged,
    exchanged OR spot.longitude IS NOT NULL AS has_point
FROM (
    SELECT position, kind, count(*)::INTEGER AS n
    FROM located
    GROUP BY position, kind
) AS grouped
JOIN (SELECT DISTINCT kind, offence, outcome, reason FROM wording) AS kind
    ON kind.kind = grouped.kind
JOIN spot
    ON spot.position = grouped.position
"""

# The last three: rows with longitude and latitude exchanged, all that have a point, and the districts of the
# stored rows.
COUNT = f"""
SELECT
    (SELECT count(*) FROM raw),
    coalesce(sum(n) FILTER (WHERE reason IS NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE reason IS NOT NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE reason IS NULL AND district_code IS NULL), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE starts_with(reason, '{OUTSIDE}')), 0)::BIGINT,
    coalesce(
        sum(n) FILTER (WHERE reason IS NULL AND district_code IS NOT NULL AND ward_code IS NULL), 0
    )::BIGINT,
    coalesce(sum(n) FILTER (WHERE exchanged), 0)::BIGINT,
    coalesce(sum(n) FILTER (WHERE has_point), 0)::BIGINT,
    (
        SELECT coalesce(string_agg(district_code, ';' ORDER BY district_code), '')
        FROM (SELECT DISTINCT district_code FROM judged WHERE reason IS NULL AND district_code IS NOT NULL)
    )
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
    ORDER BY judged.position, judged.kind
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
REJECTED = """
CREATE OR REPLACE TEMP TABLE rejected AS
SELECT located.record + 2 AS line, {plain} AS is_plain, {cells}
FROM located
JOIN judged
    ON judged.position = located.position
    AND judged.kind = located.kind
JOIN raw
    ON raw.rowid = located.record
WHERE judged.reason IS NOT NULL
"""

# Nearly always all are, and the statement without a rule for each cell is planned in no time.
ARE_PLAIN = "SELECT bool_and(is_plain) FROM rejected"

WRITE_PLAIN_REJECTS = """
COPY (
    SELECT line, {as_is}
    FROM rejected
    ORDER BY line
) TO {target} (FORMAT csv, HEADER)
"""

WRITE_REJECTS = """
COPY (
    WITH cleaned AS (
        SELECT line, {printable}
        FROM rejected
    )
    SELECT line, {neutral}
    FROM cleaned
    ORDER BY line
) TO {target} (FORMAT csv, HEADER)
"""

# What may have to be changed in cells with a bar in front of each: few rows have any, and to look at a row
# once costs a tenth of looking at each of its cells.
_UNSAFE = CONTROLS + "|" + FORMULA.replace("^", r"\|", 1)

ASTRAY = "of another force and without a place, so it may lie anywhere"


def decline_astray(is_own_force: bool) -> str:
    """The reason to decline a row of no place: none in a file of the area's own force, to which it counts.

    A row of another force without a place may lie anywhere: it is not known to be of the area.
    """
    return "NULL" if is_own_force else f"CASE WHEN spot.district_code IS NULL THEN '{ASTRAY}' END"


def rejected_columns(headers: Mapping[str, str]) -> dict[str, str]:
    """The reason and the cells of a declined row: without control characters, and then for a spreadsheet.

    headers: what the file calls each column of table raw. Two steps, because one expression of both
    would look at each cell a dozen times; where every row is plain they are left as they are.
    """
    cells = {"judged.reason": "reason"}
    cells |= {f"raw.{_identifier(name)}": header for name, header in headers.items()}
    # A longitude may begin with a minus and be no formula.
    looked_at = ", '|', ".join(
        f"CASE WHEN regexp_matches({cell}, '{NUMBER}') THEN '' ELSE {cell} END"
        if cell == 'raw."Longitude"'
        else cell
        for cell in cells
    )
    names = [_identifier(neutralise(header)) for header in cells.values()]
    return {
        "plain": f"NOT regexp_matches(concat('|', {looked_at}), '{_UNSAFE}')",
        "cells": ", ".join(f"{cell} AS cell_{place}" for place, cell in enumerate(cells)),
        "as_is": ", ".join(f"cell_{place} AS {name}" for place, name in enumerate(names)),
        "printable": ", ".join(
            f"{printable_sql(f'cell_{place}')} AS cell_{place}" for place in range(len(names))
        ),
        "neutral": ", ".join(
            f"{neutralise_sql(f'cell_{place}')} AS {name}" for place, name in enumerate(names)
        ),
    }


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
