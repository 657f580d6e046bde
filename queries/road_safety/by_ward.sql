-- People hurt in road collisions by ward of one district, over everything loaded.
-- grain: ward x month x severity, as recorded; ward_code is empty for a collision in no known ward
-- adjusted_serious and adjusted_slight: sums of the published probabilities, of the recorded severity where
-- there is none; adjusted: how many of the casualties have one
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
SELECT
  coalesce(ward_code, '') AS ward_code,
  date_trunc('month', date)::DATE AS month,
  severity,
  COUNT(*) AS casualties,
  round(SUM(coalesce(adjusted_serious, (severity = 2)::INTEGER)), 6) AS adjusted_serious,
  round(SUM(coalesce(adjusted_slight, (severity = 3)::INTEGER)), 6) AS adjusted_slight,
  COUNT(adjusted_serious) AS adjusted
FROM casualties
WHERE
  source = $source
  AND district_code = $district
GROUP BY
  ward_code,
  month,
  severity
ORDER BY
  ward_code,
  month,
  severity
