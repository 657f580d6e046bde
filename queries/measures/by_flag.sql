-- Counts of every measure by flag in one district and two periods, rows without a flag left out.
-- grain: measure x flag
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- wards: VARCHAR[], wards it is narrowed to; empty for all of it
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
SELECT
  measure,
  flag,
  coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
  coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
FROM measure_counts
WHERE
  source = $source
  AND district_code = $district
  AND flag IS NOT NULL
  AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
  AND (len($wards::VARCHAR[]) = 0 OR list_contains($wards::VARCHAR[], ward_code))
GROUP BY
  measure,
  flag
ORDER BY
  measure,
  flag
