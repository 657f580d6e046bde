-- The incidents of one district by month, offence and flag in public mode, which has no wards and no outcomes.
-- grain: month x offence x flag; ward_code and outcome are null in every row
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
SELECT
  month,
  NULL::VARCHAR AS ward_code,
  offence,
  flag,
  NULL::VARCHAR AS outcome,
  SUM(n)::BIGINT AS n
FROM monthly_counts
WHERE
  source = $source
  AND district_code = $district
GROUP BY
  month,
  offence,
  flag
ORDER BY
  month,
  offence,
  flag
