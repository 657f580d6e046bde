"""The SQL that turns the text of a file of collisions, casualties or vehicles into the rows of a store.

A national file holds a hundred times what one area needs. READ streams it once into table seen: of
each row its year, whether it is of the area, and its text only where it may be (inside is not false),
made there and then, since a list of texts of every row would fill the memory.
inside: true in the area, false elsewhere; null for a collision that names no district, and for a
casualty or vehicle whose collision is in no file. PARSE_ and JUDGE_ then work on those few rows.
Placeholders in braces are filled by csp.imports.formats.collisions.reader.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from csp.core.characters import printable_sql
from csp.core.spreadsheet import neutralise, neutralise_sql

OUTSIDE = "outside the configured area"
ORPHAN = "no collision of this reference"
# What stands for "not known". A code of -1 is "missing or out of range" in the published list.
MISSING = ("", "-1", "NULL", "NA", "N/A", "None")

# A spreadsheet writes 2024461234567 as 2.02446E+12. Year and reference make the key anew: a reference has
# nine characters, of which a spreadsheet loses the noughts in front.
KEY = """
CASE
    WHEN contains({key}, '+') OR {key} = '' THEN nullif(
        CASE
            WHEN {reference} = '' OR contains({reference}, '+') THEN ''
            ELSE {key_year} || repeat('0', greatest(0, 9 - length({reference}))::BIGINT) || {reference}
        END,
        ''
    )
    ELSE {key}
END
"""

READ_COLLISIONS = """
CREATE OR REPLACE TEMP TABLE seen AS
WITH text AS (
    SELECT
        {key_sql} AS collision_key,
        contains({key}, '+') AS rebuilt,
        {key_year} AS key_year,
        CASE
            WHEN length({district}) = 9 THEN {district} IN ({codes})
            WHEN {district_number} IN ({numbers}) THEN true
            WHEN {district_number} IN ({other_numbers}) THEN false
        END AS inside,
        *
    FROM {file}
)
SELECT
    hash(collision_key) AS mark,
    rebuilt,
    try_cast(coalesce(nullif(key_year, ''), left(collision_key, 4)) AS SMALLINT) AS year,
    inside,
    CASE WHEN inside IS NOT FALSE THEN collision_key END AS collision_key,
    CASE WHEN inside IS NOT FALSE THEN {cells} END AS cells
FROM text
"""

# marks: the collisions of every file of this run, wherever they are. Of a year whose collisions came in
# an earlier run only those of the area are known. With joins in place of IN, the plan may take the file for
# the smaller side and hold the whole of it in memory, with its lines in another order.
READ_OTHERS = """
CREATE OR REPLACE TEMP TABLE seen AS
WITH text AS (
    SELECT
        {key_sql} AS collision_key,
        contains({key}, '+') AS rebuilt,
        {key_year} AS key_year,
        *
    FROM {file}
),
dated AS (
    SELECT
        *,
        try_cast(coalesce(nullif(key_year, ''), left(collision_key, 4)) AS SMALLINT) AS year
    FROM text
),
matched AS (
    SELECT
        *,
        CASE
            WHEN collision_key IN (SELECT area.collision_key FROM area) THEN true
            WHEN hash(collision_key) IN (SELECT mark FROM marks) OR year IS NULL THEN false
            WHEN year NOT IN (SELECT year FROM marked) THEN false
        END AS inside
    FROM dated
)
SELECT
    rebuilt,
    year,
    inside,
    CASE WHEN inside IS NOT FALSE THEN collision_key END AS collision_key,
    CASE WHEN inside IS NOT FALSE THEN {cells} END AS cells
FROM matched
"""

ADD_MARKS = """
INSERT INTO marks
SELECT DISTINCT mark
FROM seen
ANTI JOIN marks USING (mark)
WHERE mark IS NOT NULL
"""

HAS_ROWS = "SELECT count(*), count(*) FILTER (rebuilt), mode(year) FROM seen"

# Of each column the text without blanks, null where it says that nothing is known.
PARSE = """
CREATE OR REPLACE TEMP TABLE parsed AS
WITH text AS (
    SELECT
        rowid AS record,
        coalesce(year, {year}) AS year,
        inside,
        collision_key,
        cells,
        {columns}
    FROM seen
    WHERE inside IS NOT FALSE
),
dated AS (
    SELECT
        *,
        {moment} AS moment
    FROM text
)
SELECT
    record,
    year,
    inside,
    cells,
    CASE WHEN regexp_full_match(collision_key, '[0-9]{{4}}[0-9A-Za-z]{{4,14}}') THEN collision_key END
        AS collision_key,
    {values}
FROM dated
"""

# Formats of dates: as published, and as a database or a spreadsheet writes them, with the time too.
MOMENT = """
try_strptime(
    date_text,
    ['%d/%m/%Y', '%Y-%m-%d', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S']
)
"""

# The district as the police recorded it counts, since published totals do; where none is named, the outline
# or the LSOA of its place. A ward is taken only from the same district.
JUDGE_COLLISIONS = f"""
CREATE OR REPLACE TEMP TABLE judged AS
WITH matched AS (
    SELECT
        parsed.* EXCLUDE (district),
        coalesce(
            former.district_code,
            parsed.district,
            numbered.district_code,
            outline.district_code,
            lookup.district_code
        ) AS district_code,
        outline.ward_code AS outline_ward,
        outline.district_code AS outline_district,
        lookup.ward_code AS lookup_ward,
        lookup.district_code AS lookup_district
    FROM parsed
    LEFT JOIN former ON former.former_code = parsed.district
    LEFT JOIN numbered ON numbered.district_number = parsed.district_number
    LEFT JOIN hit ON hit.record = parsed.record
    LEFT JOIN outline ON outline.outline = hit.outline
    LEFT JOIN lookup ON lookup.lsoa_code = parsed.lsoa
)
SELECT
    *,
    CASE
        WHEN outline_district = district_code THEN outline_ward
        WHEN lookup_district = district_code AND (
            district_code NOT IN (SELECT district_code FROM outline)
            OR lookup_ward IN (SELECT ward_code FROM outline)
        ) THEN lookup_ward
    END AS ward_code,
    CASE
        WHEN district_code NOT IN (SELECT district_code FROM peer) THEN '{OUTSIDE}'
        WHEN collision_key IS NULL THEN 'reference cannot be read'
        WHEN date IS NULL THEN 'date cannot be read'
        WHEN date_part('year', date) <> year THEN 'date is not of the year of its reference'
        WHEN severity IS NULL THEN 'severity is not known'
        WHEN district_code IS NULL THEN 'no place: neither a district nor coordinates'
        WHEN row_number() OVER (PARTITION BY collision_key ORDER BY record) > 1 THEN 'collision named twice'
    END AS reason
FROM matched
"""

JUDGE_OTHERS = f"""
CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    *,
    CASE
        WHEN inside IS NULL THEN '{ORPHAN}'
        WHEN {{unread}} THEN '{{fault}}'
        WHEN row_number() OVER (PARTITION BY collision_key, {{keys}} ORDER BY record) > 1
            THEN '{{twice}}'
    END AS reason
FROM parsed
"""

COUNT = f"""
WITH kept AS (
    SELECT
        year,
        count(*) FILTER (reason IS NULL) AS stored,
        count(*) FILTER (reason = '{OUTSIDE}') AS outside,
        count(*) FILTER (reason = '{ORPHAN}') AS orphans,
        count(*) FILTER (reason IS NOT NULL AND reason <> '{OUTSIDE}') AS rejected,
        {{without_location}} AS without_location,
        {{without_ward}} AS without_ward
    FROM judged
    GROUP BY year
),
everything AS (
    SELECT
        coalesce(year, {{year}}) AS year,
        count(*) AS rows_read,
        count(*) FILTER (inside IS FALSE) AS elsewhere
    FROM seen
    GROUP BY ALL
)
SELECT
    year,
    rows_read,
    coalesce(stored, 0) AS rows_stored,
    rows_read - coalesce(stored, 0) AS rows_declined,
    elsewhere + coalesce(outside, 0) AS outside_area,
    coalesce(without_location, 0) AS without_location,
    coalesce(without_ward, 0) AS without_ward,
    coalesce(orphans, 0) AS orphans,
    coalesce(rejected, 0) AS rejected
FROM everything
LEFT JOIN kept USING (year)
ORDER BY year
"""

WITHOUT_PLACE = {
    "without_location": "count(*) FILTER (reason IS NULL AND longitude IS NULL)",
    "without_ward": "count(*) FILTER (reason IS NULL AND ward_code IS NULL)",
}

# A spreadsheet of another country turns day and month round where it can; then the days of the week differ.
WRONG_DAYS = """
SELECT
    count(*) FILTER (dayofweek(date) + 1 <> day_of_week),
    count(*)
FROM judged
WHERE reason IS NULL AND day_of_week IS NOT NULL
"""

# How many rows of a table lie in each district, by their collisions.
COUNT_DISTRICTS = """
SELECT place.district_code, count(*)
FROM {rows}
JOIN read_parquet({collisions}, hive_partitioning = false) AS place USING (collision_key)
GROUP BY ALL
"""

MAIN_REASON = f"""
SELECT reason
FROM judged
WHERE reason <> '{OUTSIDE}'
GROUP BY reason
ORDER BY count(*) DESC, reason
LIMIT 1
"""

WRITE = """
COPY (
    SELECT {columns}
    FROM judged
    WHERE reason IS NULL AND year = {year}
    ORDER BY {order}
) TO {target} (FORMAT parquet)
"""

# line: the header is line 1.
WRITE_REJECTS = f"""
COPY (
    WITH rejected AS (
        SELECT record + 2 AS line, {{printable}}
        FROM judged
        WHERE reason IS NOT NULL AND reason <> '{OUTSIDE}' AND year = {{year}}
    )
    SELECT line, {{neutral}}
    FROM rejected
    ORDER BY line
) TO {{target}} (FORMAT csv, HEADER)
"""


def in_list(values: Collection[object]) -> str:
    """Values for IN (...): text in quotes, numbers as they are; NULL for none, which nothing equals."""
    return (
        ", ".join(f"'{value}'" if isinstance(value, str) else str(value) for value in sorted(values, key=str))
        or "NULL"
    )


def code_sql(name: str, codes: Collection[int]) -> str:
    """A code as a number; null for one that the published list does not name."""
    number = f"try_cast({name}_text AS SMALLINT)"
    return f"CASE WHEN {number} IN ({in_list(codes)}) THEN {number} END"


def rejected_columns(headings: Mapping[str, str]) -> dict[str, str]:
    """The reason and the cells of declined rows, first without control characters, then for a spreadsheet.

    headings: what the file calls each cell, by its expression.
    """
    cells = {"reason": "reason", **headings}
    return {
        "printable": ", ".join(f"{printable_sql(cell)} AS cell_{place}" for place, cell in enumerate(cells)),
        "neutral": ", ".join(
            f"""{neutralise_sql(f"cell_{place}")} AS "{neutralise(heading).replace('"', '""')}\""""
            for place, heading in enumerate(cells.values())
        ),
    }
