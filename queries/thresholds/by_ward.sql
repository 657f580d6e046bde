-- Counts of every measure by month, ward and flag of one district, over everything that is loaded.
-- grain: measure x month x ward x flag; flag is null for rows without one; rows in no known ward are absent
-- source: VARCHAR, the active source
-- district: VARCHAR, the district whose wards they are
SELECT
  measure,
  month,
  ward_code AS area_code,
  flag,
  SUM(n)::BIGINT AS n
FROM measure_counts
WHERE
  source = $source
  AND district_code = $district
  AND ward_code IS NOT NULL
GROUP BY
  measure,
  month,
  ward_code,
  flag
ORDER BY
  measure,
  month,
  ward_code,
  flag
