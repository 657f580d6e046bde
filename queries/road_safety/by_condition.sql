-- People hurt in road collisions of a period, by the conditions of the road and the day.
-- grain: district x condition x code (null: not known) x severity, as recorded
-- adjusted_serious and adjusted_slight: sums of the published probabilities, of the recorded severity where
-- there is none; adjusted: how many of the casualties have one
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- start, end: DATE, first and last day of the period
WITH hurt AS (
  SELECT
    district_code,
    severity,
    adjusted_serious,
    adjusted_slight,
    unnest([
      {'condition': 'speed_limit', 'code': speed_limit::INTEGER},
      {'condition': 'light', 'code': light::INTEGER},
      {'condition': 'weather', 'code': weather::INTEGER},
      {'condition': 'surface', 'code': surface::INTEGER},
      {'condition': 'junction', 'code': junction::INTEGER},
      {'condition': 'road_class', 'code': road_class::INTEGER},
      {'condition': 'area_type', 'code': area_type::INTEGER}
    ], recursive := true)
  FROM casualties
  WHERE
    source = $source
    AND list_contains($districts::VARCHAR[], district_code)
    AND date BETWEEN $start AND $end
)
SELECT
  district_code,
  condition,
  code,
  severity,
  COUNT(*) AS casualties,
  round(SUM(coalesce(adjusted_serious, (severity = 2)::INTEGER)), 6) AS adjusted_serious,
  round(SUM(coalesce(adjusted_slight, (severity = 3)::INTEGER)), 6) AS adjusted_slight,
  COUNT(adjusted_serious) AS adjusted
FROM hurt
GROUP BY
  district_code,
  condition,
  code,
  severity
ORDER BY
  district_code,
  condition,
  code,
  severity
