-- The road collisions of a year as they are published: of whole districts, without any place in them.
-- grain: collision; its key is another than the police's, and its day the first such weekday of its month
-- district_code and what charts of districts part collisions by are as recorded; the rest is null
-- source: VARCHAR, the source
-- year: INTEGER, the calendar year
-- districts: VARCHAR[], home and its peers
-- secret: VARCHAR, what nobody may know who reads what is published
SELECT
  source,
  sha256($secret || source || collision_key)[1:16] AS collision_key,
  (
    date_trunc('month', place.date)
    + to_days((isodow(place.date) - isodow(date_trunc('month', place.date)) + 7)::INTEGER % 7)
  )::DATE AS date,
  hour,
  district_code,
  NULL::VARCHAR AS ward_code,
  NULL::DOUBLE AS longitude,
  NULL::DOUBLE AS latitude,
  severity,
  enhanced_severity,
  adjusted_serious,
  adjusted_slight,
  casualties,
  NULL::SMALLINT AS vehicles,
  speed_limit,
  NULL::VARCHAR AS road,
  NULL::TINYINT AS road_class,
  NULL::TINYINT AS road_type,
  junction,
  light,
  weather,
  surface,
  NULL::TINYINT AS area_type,
  provisional
FROM collision_files AS place
WHERE
  source = $source
  AND year(place.date) = $year
  AND list_contains($districts::VARCHAR[], district_code)
ORDER BY
  date,
  collision_key
