-- People hurt in road collisions of a period, by who they are.
-- grain: district x road user x age band x sex x severity, as recorded; codes are null where not known
-- adjusted_serious and adjusted_slight: sums of the published probabilities, of the recorded severity where
-- there is none; adjusted: how many of the casualties have one
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- start, end: DATE, first and last day of the period
SELECT
  district_code,
  road_user,
  age_band,
  sex,
  severity,
  COUNT(*) AS casualties,
  round(SUM(coalesce(adjusted_serious, (severity = 2)::INTEGER)), 6) AS adjusted_serious,
  round(SUM(coalesce(adjusted_slight, (severity = 3)::INTEGER)), 6) AS adjusted_slight,
  COUNT(adjusted_serious) AS adjusted
FROM casualties
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND date BETWEEN $start AND $end
GROUP BY
  district_code,
  road_user,
  age_band,
  sex,
  severity
ORDER BY
  district_code,
  road_user,
  age_band,
  sex,
  severity
