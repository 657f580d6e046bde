-- Counts of every measure by ward of one district in two periods.
-- grain: measure x ward; ward null: in the district, but in no known ward; rows without a count are absent
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  measure,
  ward_code,
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
