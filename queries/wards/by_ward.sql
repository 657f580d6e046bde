-- Counts of every measure by ward of one district in two periods; all wards, whatever wards are chosen.
-- grain: measure x ward; ward_code is empty for rows of the district in no known ward
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  measure,
  coalesce(ward_code, '') AS ward_code,
  coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
  coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
FROM measure_counts
WHERE
  source = $source
  AND district_code = $district
  AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
GROUP BY
  measure,
  ward_code
ORDER BY
  measure,
  ward_code
