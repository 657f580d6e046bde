-- Counts of one measure by month and district.
-- grain: district x month; a month without a row is absent, the caller knows which months are loaded
-- source: VARCHAR, the active source
-- measure: VARCHAR, the measure
-- districts: VARCHAR[], the districts
-- home: VARCHAR, the home district
-- wards: VARCHAR[], wards the home district is narrowed to in n; n_whole has all of it
-- start, end: DATE, first day of the first and of the last month
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  district_code,
  month,
  coalesce(
    SUM(n) FILTER (
      district_code <> $home
      OR len($wards::VARCHAR[]) = 0
      OR list_contains($wards::VARCHAR[], ward_code)
    ),
    0
  )::BIGINT AS n,
  SUM(n)::BIGINT AS n_whole
FROM measure_counts
WHERE
  source = $source
  AND measure = $measure
  AND list_contains($districts::VARCHAR[], district_code)
  AND month BETWEEN $start AND $end
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
GROUP BY
  district_code,
  month
ORDER BY
  district_code,
  month
