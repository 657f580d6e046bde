-- The people hurt in road collisions of a period, one by one, with the day and the place of the collision.
-- grain: casualty, in the order of the dates of their collisions
-- adjusted_serious, adjusted_slight: the published probabilities, null where there are none
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- start, end: DATE, first and last day of the period
SELECT
  collision_key,
  vehicle,
  casualty,
  date,
  hour,
  district_code,
  coalesce(ward_code, '') AS ward_code,
  severity,
  enhanced_severity,
  adjusted_serious,
  adjusted_slight,
  road_user,
  age,
  age_band,
  sex,
  home_imd,
  provisional
FROM casualties
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND date BETWEEN $start AND $end
ORDER BY
  date,
  collision_key,
  vehicle,
  casualty
