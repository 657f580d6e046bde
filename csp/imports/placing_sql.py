"""The SQL that places the rows of one street file (table raw): which places are new, and where each lies.

Run by csp.imports.placing in this order: CREATE_PLACE once for a force; then SEE and UNPLACED, FRESH and
REMEMBER where there are unplaced ones, POSITION and SPOTS. {place} is the table of the places of the force.
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
# reason is set where a row there is declined. Each force has a table of its own, so that a file is compared
# with the places of its force and not with those of the whole country.
KEYS = {
    "longitude_text": "Longitude",
    "latitude_text": "Latitude",
    "lsoa_code_text": "LSOA code",
    "lsoa_name_text": "LSOA name",
    "location_text": "Location",
}

_TEXTS = ", ".join(KEYS)

CREATE_PLACE = """
CREATE TEMP TABLE IF NOT EXISTS {place} (
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
    reason VARCHAR
)
"""

# The places of the file, each once.
SEE = f"""
CREATE OR REPLACE TEMP TABLE seen AS
SELECT DISTINCT {", ".join(f'"{column}" AS {key}' for key, column in KEYS.items())}
FROM raw
"""

# Says how many there are.
UNPLACED = f"""
CREATE OR REPLACE TEMP TABLE unplaced AS
SELECT *
FROM seen
ANTI JOIN {{place}}
    USING ({_TEXTS})
"""

FRESH = f"""
CREATE OR REPLACE TEMP TABLE fresh AS
WITH parsed AS (
    SELECT
        unplaced.*,
        nullif(trim(lsoa_code_text), '') AS lsoa_code,
        nullif(trim(lsoa_name_text), '') AS lsoa_name,
        nullif(trim({name_sql("location_text")}), '') AS location,
        trim(longitude_text) || trim(latitude_text) <> '' AS located,
        -- A spreadsheet of a country that writes 0,5 for a half has changed the points to commas.
        try_cast(replace(longitude_text, ',', '.') AS DOUBLE) AS x,
        try_cast(replace(latitude_text, ',', '.') AS DOUBLE) AS y
    FROM unplaced
)
SELECT
    row_number() OVER () AS k,
    parsed.*,
    coalesce(x BETWEEN -180 AND 180 AND y BETWEEN -90 AND 90, false) AS readable,
    coalesce(x BETWEEN {_LATITUDES} AND y BETWEEN {_LONGITUDES}, false) AS exchanged,
    coalesce(x BETWEEN {_LONGITUDES} AND y BETWEEN {_LATITUDES}, false) AS at_home,
    CASE WHEN at_home THEN x END AS longitude,
    CASE WHEN at_home THEN y END AS latitude,
    contains(concat({", ".join(KEYS)}), chr(0)) AS has_nul,
    nullif(regexp_replace(lsoa_name, ' [0-9]{{3}}[A-Z]+$', ''), '') AS prefix
FROM parsed
"""

# Run once, so that REMEMBER has little to work out: a statement of many parts costs more to plan than a month
# of places costs to place. former: the code of a district that is no more, and the one that stands for it.
PREPARE = (
    """
    CREATE TEMP TABLE outline AS
    SELECT
        given_outline.outline,
        given_outline.ward_code,
        coalesce(former.district_code, given_outline.district_code) AS district_code
    FROM given_outline
    LEFT JOIN former ON former.former_code = given_outline.district_code
    """,
    # Two vintages of wards are never mixed in one district.
    """
    CREATE TEMP TABLE lookup AS
    SELECT
        given_lookup.lsoa_code,
        CASE
            WHEN given_lookup.district_code NOT IN (SELECT district_code FROM given_outline)
                OR given_lookup.ward_code IN (SELECT ward_code FROM given_outline)
                THEN given_lookup.ward_code
        END AS ward_code,
        coalesce(former.district_code, given_lookup.district_code) AS district_code,
        given_lookup.district
    FROM given_lookup
    LEFT JOIN former ON former.former_code = given_lookup.district_code
    """,
    """
    CREATE TEMP TABLE named AS
    SELECT given_named.name, coalesce(former.district_code, given_named.district_code) AS district_code
    FROM given_named
    LEFT JOIN former ON former.former_code = given_named.district_code
    """,
    """
    CREATE TEMP TABLE naming AS
    SELECT
        coalesce(peer.district_code, given_naming.district_code) AS district_code,
        given_naming.district,
        peer.district_code IS NOT NULL AS is_peer
    FROM given_naming
    FULL JOIN peer ON peer.district_code = given_naming.district_code
    """,
)

# named: district names as they stand in front of LSOA names, former names included.
REMEMBER = f"""
INSERT INTO {{place}}
WITH matched AS (
    SELECT
        fresh.*,
        outline.ward_code AS outline_ward,
        lookup.ward_code AS lookup_ward,
        lookup.district AS lookup_name,
        coalesce(outline.district_code, lookup.district_code, named.district_code) AS code
    FROM fresh
    LEFT JOIN hit ON hit.k = fresh.k
    LEFT JOIN outline ON outline.outline = hit.outline
    LEFT JOIN lookup ON lookup.lsoa_code = fresh.lsoa_code
    LEFT JOIN named ON named.name = fresh.prefix
),
judged AS (
    SELECT
        matched.*,
        CASE
            WHEN has_nul THEN '{NUL}'
            WHEN x BETWEEN {_METRES} AND y BETWEEN {_METRES} THEN '{METRES}'
            WHEN located AND NOT readable THEN 'coordinates cannot be read'
            WHEN exchanged THEN '{EXCHANGED}'
            WHEN located AND NOT at_home THEN '{ABROAD}'
            WHEN NOT located AND coalesce(lsoa_code, lsoa_name) IS NULL THEN NULL
            WHEN is_peer THEN NULL
            ELSE '{OUTSIDE}' || coalesce(' (' || coalesce(naming.district, lookup_name, prefix) || ')', '')
        END AS reason
    FROM matched
    LEFT JOIN naming ON naming.district_code = matched.code
)
SELECT
    {_TEXTS},
    longitude,
    latitude,
    location,
    CASE WHEN reason IS NULL THEN code END,
    CASE WHEN reason IS NULL THEN coalesce(outline_ward, lookup_ward) END,
    reason
FROM judged
"""

# position runs by district, ward and point; places that differ only in how the same spot is spelt share one.
POSITION = f"""
CREATE OR REPLACE TEMP TABLE spelling AS
SELECT
    {_TEXTS},
    dense_rank() OVER (ORDER BY reason, district_code, ward_code, longitude, latitude, location)::INTEGER
        AS position,
    longitude,
    latitude,
    location,
    district_code,
    ward_code,
    reason
FROM seen
JOIN {{place}}
    USING ({_TEXTS})
"""

SPOTS = """
CREATE OR REPLACE TEMP TABLE spot AS
SELECT
    position,
    first(longitude) AS longitude,
    first(latitude) AS latitude,
    first(location) AS location,
    first(district_code) AS district_code,
    first(ward_code) AS ward_code,
    first(reason) AS reason
FROM spelling
GROUP BY position
"""

SAME_PLACE = "\n    AND ".join(f'spelling.{key} = raw."{column}"' for key, column in KEYS.items())
