-- Counts of every measure by district in two periods.
-- grain: measure x district; districts without a row in either period are absent
-- source: VARCHAR, the active source
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
-- home: VARCHAR, the home district
-- wards: VARCHAR[], wards the home district is narrowed to; empty for all of it
SELECT
  measure,
  district_code,
  coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
  coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
FROM measure_counts
WHERE
  source = $source
  AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
  AND district_code IS NOT NULL
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
  AND (
    district_code <> $home
    OR len($wards::VARCHAR[]) = 0
    OR list_contains($wards::VARCHAR[], ward_code)
  )
GROUP BY
  measure,
  district_code
ORDER BY
  measure,
  district_code
