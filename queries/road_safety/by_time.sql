-- People hurt in road collisions of a period, by hour and day of the week.
-- grain: district x weekday (1 Monday to 7 Sunday) x hour (null: not known) x severity, as recorded
-- adjusted_serious and adjusted_slight: sums of the published probabilities, of the recorded severity where
-- there is none; adjusted: how many of the casualties have one
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- start, end: DATE, first and last day of the period
SELECT
  district_code,
  isodow(date)::INTEGER AS weekday,
  hour,
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
  weekday,
  hour,
  severity
ORDER BY
  district_code,
  weekday,
  hour,
  severity
