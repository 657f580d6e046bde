-- Counts of one measure by street-level map point of the home district, whatever wards are chosen.
-- grain: map point (longitude, latitude, location) and ward, most first; rows without a position are left out
-- source: VARCHAR, the active source
-- measure: VARCHAR, the measure
-- months: DATE[], first days of the months counted
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  points.longitude,
  points.latitude,
  coalesce(points.ward_code, '') AS ward_code,
  coalesce(points.location, '') AS location,
  SUM(points.n)::BIGINT AS n
FROM home_points AS points
JOIN measure_offences AS counted
  ON counted.source = points.source
  AND counted.offence = points.offence
  AND (counted.flag IS NULL OR counted.flag = points.flag)
WHERE
  points.source = $source
  AND counted.measure = $measure
  AND list_contains($months::DATE[], points.month)
  AND (points.flag IS NULL OR NOT list_contains($excluded::VARCHAR[], points.flag))
GROUP BY
  points.longitude,
  points.latitude,
  points.ward_code,
  points.location
ORDER BY
  n DESC,
  location,
  longitude,
  latitude,
  ward_code
