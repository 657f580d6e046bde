"""The SQL that places the rows of one street file (table raw): which places are new, and where each lies.

Run by csp.imports.placing in this order: CREATE_PLACE once; then FRESH, REMEMBER, ORDER and SPOTS
for rows whose place is not in table place yet.
"""

from __future__ import annotations

from csp.core.characters import name_sql

OUTSIDE = "outside the configured area"
NUL = "holds a NUL character"
EXCHANGED = "longitude and latitude are exchanged"
METRES = "in eastings and northings, not in longitude and latitude"
_METRES = "1000 AND 1300000"  # an easting or northing: what is less is degrees
ABROAD = "the point lies outside the United Kingdom"
# Degrees around the United Kingdom, generously.
_LONGITUDES, _LATITUDES = "-11 AND 3", "49 AND 62"

# A place is what a row says about where it is: five columns of text, exactly as they
# stand in the file (blank, not null, so that joins compare with a plain and fast =).
# position orders places by district, ward and point; places that differ only in how the
# same spot is spelt share one. reason is set where a row there is declined.
KEYS = {
    "longitude_text": "Longitude",
    "latitude_text": "Latitude",
    "lsoa_code_text": "LSOA code",
    "lsoa_name_text": "LSOA name",
    "location_text": "Location",
}

SAME_PLACE = "\n    AND ".join(f'place.{key} = raw."{column}"' for key, column in KEYS.items())

CREATE_PLACE = """
CREATE TEMP TABLE place (
    longitude_text VARCHAR,
    latitude_text VARCHAR,
    lsoa_code_text VARCHAR,
    lsoa_name_text VARCHAR,
    location_text VARCHAR,
    longitude DOUBLE,
    latitude DOUBLE,
    location VARCHAR,
    district_code VARCHAR,
    ward_code VARCHAR,
    reason VARCHAR,
    position BIGINT
)
"""

FRESH = f"""
CREATE OR REPLACE TEMP TABLE fresh AS
WITH seen AS (
    SELECT DISTINCT {", ".join(f'raw."{column}" AS {key}' for key, column in KEYS.items())}
    FROM raw
    JOIN located
        ON located.record = raw.rowid
    WHERE located.position IS NULL
),
parsed AS (
    SELECT
        seen.*,
        nullif(trim(lsoa_code_text), '') AS lsoa_code,
        nullif(trim(lsoa_name_text), '') AS lsoa_name,
        nullif(trim({name_sql("location_text")}), '') AS location,
        trim(longitude_text) || trim(latitude_text) <> '' AS located,
        -- A spreadsheet of a country that writes 0,5 for a half has changed the points to commas.
        try_cast(replace(longitude_text, ',', '.') AS DOUBLE) AS x,
        try_cast(replace(latitude_text, ',', '.') AS DOUBLE) AS y
    FROM seen
)
SELECT
    row_number() OVER () AS k,
    parsed.*,
    coalesce(x BETWEEN -180 AND 180 AND y BETWEEN -90 AND 90, false) AS readable,
    coalesce(x BETWEEN {_LATITUDES} AND y BETWEEN {_LONGITUDES}, false) AS exchanged,
    coalesce(x BETWEEN {_LONGITUDES} AND y BETWEEN {_LATITUDES}, false) AS at_home,
    CASE WHEN at_home THEN x END AS longitude,
    CASE WHEN at_home THEN y END AS latitude
FROM parsed
"""

# named: district names as they stand in front of LSOA names, former names included.
REMEMBER = f"""
INSERT INTO place
WITH prefixed AS (
    SELECT
        fresh.*,
        nullif(regexp_replace(lsoa_name, ' [0-9]{{3}}[A-Z]+$', ''), '') AS prefix
    FROM fresh
),
matched AS (
    SELECT
        prefixed.*,
        outline.ward_code AS outline_ward,
        lookup.ward_code AS lookup_ward,
        lookup.district_code AS lookup_code,
        lookup.district AS lookup_name,
        coalesce(outline.district_code, lookup.district_code, named.district_code) AS found_code,
        coalesce(former.district_code, found_code) AS code
    FROM prefixed
    LEFT JOIN hit ON hit.k = prefixed.k
    LEFT JOIN outline ON outline.outline = hit.outline
    LEFT JOIN lookup ON lookup.lsoa_code = prefixed.lsoa_code
    LEFT JOIN named ON named.name = prefixed.prefix
    LEFT JOIN former
        ON former.former_code = coalesce(outline.district_code, lookup.district_code, named.district_code)
),
judged AS (
    SELECT
        matched.*,
        CASE
            WHEN contains(concat({", ".join(KEYS)}), chr(0)) THEN '{NUL}'
            WHEN x BETWEEN {_METRES} AND y BETWEEN {_METRES} THEN '{METRES}'
            WHEN located AND NOT readable THEN 'coordinates cannot be read'
            WHEN exchanged THEN '{EXCHANGED}'
            WHEN located AND NOT at_home THEN '{ABROAD}'
            WHEN NOT located AND coalesce(lsoa_code, lsoa_name) IS NULL THEN NULL
            WHEN code IN (SELECT district_code FROM peer) THEN NULL
            ELSE '{OUTSIDE}' || coalesce(' (' || coalesce(naming.district, lookup_name, prefix) || ')', '')
        END AS reason
    FROM matched
    LEFT JOIN naming ON naming.district_code = matched.code
)
SELECT
    {", ".join(KEYS)},
    longitude,
    latitude,
    location,
    CASE WHEN reason IS NULL THEN code END,
    CASE
        WHEN reason IS NOT NULL THEN NULL
        WHEN outline_ward IS NOT NULL THEN outline_ward
        WHEN lookup_code NOT IN (SELECT district_code FROM outline) THEN lookup_ward
        WHEN lookup_ward IN (SELECT ward_code FROM outline) THEN lookup_ward
    END,
    reason,
    NULL
FROM judged
"""

ORDER = """
CREATE OR REPLACE TEMP TABLE place AS
SELECT * REPLACE (
    dense_rank() OVER (ORDER BY reason, district_code, ward_code, longitude, latitude, location) AS position
)
FROM place
"""

SPOTS = """
CREATE OR REPLACE TEMP TABLE spot AS
SELECT DISTINCT position, longitude, latitude, location, district_code, ward_code, reason
FROM place
"""
