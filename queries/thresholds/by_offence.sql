-- Counts of every offence by flag and district in two periods: what measures are added up from.
-- grain: offence x flag x district; flag is null for rows without one
-- source: VARCHAR, the active source
-- districts: VARCHAR[], home and its peers
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
SELECT
  district_code,
  offence,
  flag,
  coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
  coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
FROM monthly_counts
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
GROUP BY
  district_code,
  offence,
  flag
ORDER BY
  district_code,
  offence,
  flag
