-- What of every measure lies in no ward of a district, or in one that is on no list of its wards.
-- grain: measure; one without a row is absent
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- months: DATE[], first days of the months
SELECT
  measure,
  SUM(n)::BIGINT AS total,
  coalesce(SUM(n) FILTER (ward_code IS NULL), 0)::BIGINT AS without_ward,
  coalesce(
    SUM(n) FILTER (
      ward_code IS NOT NULL
      AND ward_code NOT IN (SELECT ward_code FROM wards WHERE district_code = $district)
    ),
    0
  )::BIGINT AS other_ward
FROM measure_counts
WHERE
  source = $source
  AND district_code = $district
  AND list_contains($months::DATE[], month)
GROUP BY
  measure
ORDER BY
  measure
