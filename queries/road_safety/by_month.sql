-- People hurt in road collisions by month, over everything loaded.
-- grain: district x month x severity (1 fatal, 2 serious, 3 slight, as recorded); without rows it is absent
-- adjusted_serious and adjusted_slight: sums of the published probabilities, of the recorded severity where
-- there is none; adjusted: how many of the casualties have one
-- provisional: how many of them are of provisional files
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
SELECT
  district_code,
  date_trunc('month', date)::DATE AS month,
  severity,
  COUNT(*) AS casualties,
  round(SUM(coalesce(adjusted_serious, (severity = 2)::INTEGER)), 6) AS adjusted_serious,
  round(SUM(coalesce(adjusted_slight, (severity = 3)::INTEGER)), 6) AS adjusted_slight,
  COUNT(adjusted_serious) AS adjusted,
  COUNT(*) FILTER (provisional) AS provisional
FROM casualties
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
GROUP BY
  district_code,
  month,
  severity
ORDER BY
  district_code,
  month,
  severity
