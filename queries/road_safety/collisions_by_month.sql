-- Road collisions by month, over everything loaded.
-- grain: district x month x severity of the collision (1 fatal, 2 serious, 3 slight); without rows it is absent
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
SELECT
  district_code,
  date_trunc('month', date)::DATE AS month,
  severity,
  COUNT(*) AS collisions,
  COUNT(*) FILTER (provisional) AS provisional
FROM collisions
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
