-- What every query reads. Run once per connection, before external access is closed.
-- The names in braces are lists of Parquet files; reference tables come from data/reference.
-- monthly_counts is copied into memory and joined to the measures here, once, so that
-- the cost of a click does not grow with the rows imported. incidents stays in Parquet and is
-- read once, for the home district, when its map points are asked for: see _points.sql.
-- The files are those with rows of the districts that pages show, and no others are counted.

-- By the code of each district that is no more or a part of another, the one of the settings that has what was
-- its own. The lists of files below are of the districts of the settings already.
CREATE TABLE former AS
SELECT *
FROM former_frame;

CREATE VIEW incidents AS
SELECT *
FROM ${incidents};

CREATE TABLE monthly_counts AS
SELECT
  source,
  month,
  district_code,
  ward_code,
  offence,
  flag,
  SUM(n)::BIGINT AS n
FROM ${monthly_counts}
WHERE
  district_code IS NULL
  OR district_code IN (${shown})
GROUP BY ALL;

-- The home district of the settings that the connection was made under.
CREATE MACRO home_district() AS '${home}';

-- One row per measure, source and offence it adds up; flag null means every row counts.
CREATE TABLE measure_offences AS
SELECT *
FROM measure_offences_frame;

CREATE TABLE measure_counts AS
SELECT
  counts.source,
  offences.measure,
  counts.month,
  counts.district_code,
  counts.ward_code,
  counts.flag,
  SUM(counts.n)::BIGINT AS n
FROM monthly_counts AS counts
JOIN measure_offences AS offences
  ON offences.source = counts.source
  AND offences.offence = counts.offence
  AND (offences.flag IS NULL OR offences.flag = counts.flag)
GROUP BY ALL
ORDER BY source, measure, month, district_code;

CREATE TABLE manifest AS
SELECT *
FROM manifest_frame;

CREATE TABLE harm_weights AS
SELECT *
FROM ${harm};

CREATE TABLE survey AS
SELECT *
FROM ${survey};

CREATE VIEW boundaries AS
SELECT *
FROM ${boundaries};

-- Wards of imported outlines win over the reference file, ward by ward of a district.
CREATE TABLE wards AS
WITH imported AS (
  SELECT DISTINCT ward_code, ward, district_code
  FROM boundaries
),
reference AS (
  SELECT ward_code, ward, coalesce(former.district_code, wards_frame.district_code) AS district_code
  FROM wards_frame
  LEFT JOIN former
    ON former.former_code = wards_frame.district_code
),
looked_up AS (
  SELECT DISTINCT ward_code, ward, district_code
  FROM (
    SELECT ward_code, ward, district_code
    FROM ${lookup}
    QUALIFY edition = max(edition) OVER (PARTITION BY lsoa_code)
  )
)
SELECT * FROM imported
UNION ALL
SELECT *
FROM reference
WHERE district_code NOT IN (SELECT district_code FROM imported)
UNION ALL
SELECT *
FROM looked_up
WHERE
  district_code NOT IN (SELECT district_code FROM imported)
  AND district_code NOT IN (SELECT district_code FROM reference);

-- The areas similar to each area: those of the latest import that names any for it.
CREATE TABLE peers AS
WITH imported AS (
  SELECT area_code, peer_code, peer, position::INTEGER AS position, edition
  FROM ${peers}
)
SELECT area_code, peer_code, peer, position
FROM imported
QUALIFY edition = max(edition) OVER (PARTITION BY area_code);

-- An imported figure replaces the reference one for the same area and year, and a later
-- import (edition) replaces an earlier one. A district made of others has the people of all of
-- them, of a year in which each has a figure. One that has none at all has its latest estimate
-- in the table of all districts.
CREATE TABLE population AS
WITH imported AS (
  SELECT area_code, year::INTEGER AS year, arg_max(population, edition)::BIGINT AS population
  FROM ${population}
  GROUP BY ALL
),
reference AS (
  SELECT area_code, year, population
  FROM population_frame
),
stated AS (
  SELECT * FROM imported
  UNION ALL
  SELECT reference.*
  FROM reference
  ANTI JOIN imported USING (area_code, year)
),
whole AS (
  SELECT parts.area_code, stated.year, SUM(stated.population)::BIGINT AS population
  FROM parts_frame AS parts
  JOIN stated
    ON stated.area_code = parts.part_code
  GROUP BY parts.area_code, parts.number, stated.year
  HAVING COUNT(*) = parts.number
),
known AS (
  SELECT * FROM stated
  UNION ALL
  SELECT whole.*
  FROM whole
  ANTI JOIN stated USING (area_code, year)
),
latest AS (
  SELECT area_code, year, population
  FROM latest_frame
)
SELECT * FROM known
UNION ALL
SELECT latest.*
FROM latest
WHERE area_code NOT IN (SELECT area_code FROM known);

-- Road collisions, and the people hurt in them: the tables of them are made by _collisions.sql, when they are
-- first asked for. Of vehicles nothing is shown, so no table is made of their files.
CREATE VIEW collision_files AS
SELECT *
FROM ${collisions};

CREATE VIEW casualty_files AS
SELECT *
FROM ${casualties};

-- What partners record about roads. A record that stands in two files counts once. Near misses are no
-- collisions and are never added to them.
CREATE TABLE near_misses AS
SELECT DISTINCT
  date,
  hour,
  longitude,
  latitude,
  happenings,
  mode,
  other,
  text
FROM ${near_misses};

CREATE TABLE speed_watch AS
SELECT DISTINCT
  site,
  date,
  vehicles,
  over_limit,
  minutes,
  speed_limit,
  longitude,
  latitude
FROM ${speed_watch};

CREATE TABLE schools AS
SELECT school, max(phase) AS phase, longitude, latitude
FROM ${schools}
GROUP BY ALL;

CREATE TABLE road_costs AS
SELECT *
FROM ${road_costs};

CREATE TABLE road_factors AS
SELECT DISTINCT
  first_day,
  last_day,
  factor,
  casualties,
  publication
FROM ${road_factors};
