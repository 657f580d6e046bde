-- Counts of every offence group by flag in one district and two periods: what a measure is made of.
-- grain: offence x flag, null being no flag
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- wards: VARCHAR[], wards it is narrowed to; empty for all of it
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  offence,
  flag,
  coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
  coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
FROM monthly_counts
WHERE
  source = $source
  AND district_code = $district
  AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
  AND (len($wards::VARCHAR[]) = 0 OR list_contains($wards::VARCHAR[], ward_code))
GROUP BY
  offence,
  flag
ORDER BY
  offence,
  flag
