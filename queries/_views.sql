-- What every query reads. Run once per connection, before external access is closed.
-- The names in braces are lists of Parquet files; reference tables come from data/reference.
-- monthly_counts is copied into memory and joined to the measures here, once, so that
-- the cost of a click does not grow with the rows imported. incidents stays in Parquet and is
-- read once, for the home district, when its map points are asked for: see _points.sql.
-- The files are those with rows of the districts that pages show, and no others are counted.

-- By the code of each district that is no more, the one of the settings that has what was its own; and by the
-- code of each district, the area of one's own that the settings count in its place. The lists of files below
-- are of the districts and areas of the settings already.
CREATE TABLE former AS
SELECT *
FROM former_frame;

CREATE TABLE whole AS
SELECT *
FROM whole_frame;

-- The wards of each area of one's own, by the part of it that they were named in. A name stands for every ward
-- that had it in the district, of whatever edition.
CREATE TABLE own_wards AS
WITH on_file AS (
  SELECT ward_code, ward, district_code
  FROM ${boundaries_stored}
  UNION
  SELECT ward_code, ward, district_code
  FROM ${lookup_stored}
  UNION
  SELECT ward_code, ward, district_code
  FROM wards_frame
),
plain AS (
  SELECT
    ward_code,
    district_code,
    regexp_replace(replace(lower(ward), '&', 'and'), '[^a-z0-9]', '', 'g') AS name
  FROM on_file
)
SELECT DISTINCT own.area_code, own.entry, own.recut, plain.ward_code
FROM own_frame AS own
JOIN plain
  ON plain.district_code = own.district_code
  AND (
    own.ward IS NULL
    OR plain.ward_code = own.ward
    OR plain.name = regexp_replace(replace(lower(own.ward), '&', 'and'), '[^a-z0-9]', '', 'g')
  );

-- By ward, the area of the settings that has its rows, whatever district they lie in.
CREATE TABLE recut AS
SELECT ward_code, arg_min(area_code, recut) AS area_code
FROM own_wards
WHERE recut IS NOT NULL
GROUP BY ward_code;

-- The wards that an area of one's own names and that are on file nowhere.
CREATE TABLE own_unknown AS
SELECT DISTINCT own.area_code, own.part_code AS district_code, own.ward
FROM own_frame AS own
ANTI JOIN own_wards USING (area_code, entry)
WHERE own.ward IS NOT NULL;

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

-- What partners count by the quarter or the year: never added to months.
CREATE TABLE partner_figures AS
SELECT
  source,
  district_code,
  ward_code,
  offence,
  flag,
  start,
  months,
  SUM(n)::BIGINT AS n
FROM ${partner_figures}
WHERE district_code IN (${shown})
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

-- What public mode shows by ward, a row for each question it may ask: only a published store has any.
CREATE TABLE ward_counts AS
SELECT *
FROM ${ward_counts};

-- Whether the months chosen are those of a period, which has so many from its first.
CREATE MACRO in_period(first_month, months, chosen) AS
first_month = list_min(chosen)
AND first_month + to_months(months - 1) = list_max(chosen)
AND months = len(chosen);

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

-- Wards of imported outlines win over the reference file, ward by ward of a district. Then they are of the
-- areas of one's own that have them.
CREATE TABLE wards AS
WITH imported AS (
  SELECT DISTINCT ward_code, ward, district_code
  FROM ${boundaries_of_districts}
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
    FROM ${lookup_of_districts}
    QUALIFY edition = max(edition) OVER (PARTITION BY lsoa_code)
  )
),
of_districts AS (
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
    AND district_code NOT IN (SELECT district_code FROM reference)
)
SELECT
  ward_code,
  ward,
  coalesce(recut.area_code, whole.area_code, district_code) AS district_code,
  district_code AS part_code
FROM of_districts
LEFT JOIN recut USING (ward_code)
LEFT JOIN whole
  ON whole.part_code = of_districts.district_code;

-- The areas similar to each area: those of the latest import that names any for it.
CREATE TABLE peers AS
WITH imported AS (
  SELECT area_code, peer_code, peer, position::INTEGER AS position, distance, edition
  FROM ${peers}
)
SELECT area_code, peer_code, peer, position, distance
FROM imported
QUALIFY edition = max(edition) OVER (PARTITION BY area_code);

-- Recorded crime as it is published by partnership. Of two publications that have the same figure the later one
-- counts, and of two of one time the one that was imported last.
CREATE TABLE recorded_crime AS
SELECT * EXCLUDE (edition, imported)
FROM ${recorded_crime}
QUALIFY
  row_number() OVER (
    PARTITION BY source, level, force, partnership, start, months, offence, measure
    ORDER BY edition DESC, imported DESC
  ) = 1;

-- An imported figure replaces the reference one for the same area and year, and a later
-- import (edition) replaces an earlier one. A district made of others, or of wards, has the people of all of
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
parts AS (
  SELECT area_code, part_code AS entry, number, part_code
  FROM parts_frame
  UNION ALL
  SELECT DISTINCT own.area_code, own.entry::VARCHAR, own.entries, coalesce(own_wards.ward_code, own.part_code)
  FROM own_frame AS own
  LEFT JOIN own_wards
    ON own_wards.area_code = own.area_code
    AND own_wards.entry = own.entry
    AND own.ward IS NOT NULL
  WHERE own.area_code IN (SELECT area_code FROM own_frame WHERE ward IS NOT NULL)
    AND (own.ward IS NULL OR own_wards.ward_code IS NOT NULL)
),
-- Of a ward of several editions the newest code that has a figure.
part AS (
  SELECT
    parts.area_code,
    parts.number,
    stated.year,
    arg_max(stated.population, parts.part_code) AS population
  FROM parts
  JOIN stated
    ON stated.area_code = parts.part_code
  GROUP BY parts.area_code, parts.number, parts.entry, stated.year
),
together AS (
  SELECT area_code, year, SUM(population)::BIGINT AS population
  FROM part
  GROUP BY area_code, number, year
  HAVING COUNT(*) = number
),
known AS (
  SELECT * FROM stated
  UNION ALL
  SELECT together.*
  FROM together
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

-- In public mode, people hurt by ward and whole year as they are shown; else without rows.
CREATE TABLE ward_casualties AS
SELECT *
FROM ${ward_casualties};

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
