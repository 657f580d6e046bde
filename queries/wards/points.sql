-- Counts of one measure by street-level map point of one district; all wards, whatever wards are chosen.
-- Reads the Parquet of incidents: the sort of the files by district and month keeps that to the rows asked for.
-- grain: map point (longitude, latitude, location) and ward, most first; rows without a position are left out
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- measure: VARCHAR, the measure
-- months: DATE[], first days of the months counted
-- first, last: DATE, the earliest and the latest of them; a range can skip whole files, a list cannot
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  longitude,
  latitude,
  coalesce(ward_code, '') AS ward_code,
  coalesce(location, '') AS location,
  SUM(n)::BIGINT AS n
FROM incidents
WHERE
  source = $source
  AND district_code = $district
  AND month BETWEEN $first AND $last
  AND list_contains($months::DATE[], month)
  AND longitude IS NOT NULL
  AND latitude IS NOT NULL
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
  AND EXISTS (
    SELECT 1
    FROM measure_offences AS counted
    WHERE
      counted.source = $source
      AND counted.measure = $measure
      AND counted.offence = incidents.offence
      AND (counted.flag IS NULL OR counted.flag = incidents.flag)
  )
GROUP BY
  longitude,
  latitude,
  ward_code,
  location
ORDER BY
  n DESC,
  location,
  longitude,
  latitude
