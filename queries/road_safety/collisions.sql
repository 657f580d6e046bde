-- The road collisions of a period, one by one: points of maps and hot spots, and their conditions.
-- grain: collision, in the order of its date; longitude and latitude are null where the place is not known
-- adjusted_serious, adjusted_slight: of the collision itself, null where none are published
-- fatal, serious, slight and the adjusted sums: of the casualties listed, null where none are for the year
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- start, end: DATE, first and last day of the period
SELECT
  collision_key,
  date,
  hour,
  district_code,
  coalesce(ward_code, '') AS ward_code,
  longitude,
  latitude,
  severity,
  enhanced_severity,
  adjusted_serious,
  adjusted_slight,
  fatal,
  serious,
  slight,
  round(casualties_adjusted_serious, 6) AS casualties_adjusted_serious,
  round(casualties_adjusted_slight, 6) AS casualties_adjusted_slight,
  casualties,
  vehicles,
  road,
  road_class,
  road_type,
  speed_limit,
  junction,
  light,
  weather,
  surface,
  area_type,
  provisional
FROM collisions
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND date BETWEEN $start AND $end
ORDER BY
  date,
  collision_key
