-- Counts of every measure by month, district and flag, over everything that is loaded.
-- grain: measure x month x district x flag; flag is null for rows without one
-- source: VARCHAR, the active source
-- districts: VARCHAR[], home and its peers
SELECT
  measure,
  month,
  district_code AS area_code,
  flag,
  SUM(n)::BIGINT AS n
FROM measure_counts
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
GROUP BY
  measure,
  month,
  district_code,
  flag
ORDER BY
  measure,
  month,
  district_code,
  flag
