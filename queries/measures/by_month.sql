-- Counts of every measure by month in one district.
-- grain: measure x month; a month without a row is absent, the caller knows which months are loaded
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- wards: VARCHAR[], wards it is narrowed to; empty for all of it
-- start, end: DATE, first day of the first and of the last month
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  measure,
  month,
  SUM(n)::BIGINT AS n
FROM measure_counts
WHERE
  source = $source
  AND district_code = $district
  AND month BETWEEN $start AND $end
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
  AND (len($wards::VARCHAR[]) = 0 OR list_contains($wards::VARCHAR[], ward_code))
GROUP BY
  measure,
  month
ORDER BY
  measure,
  month
