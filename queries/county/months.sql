-- How much is loaded of some districts in some months, of every offence.
-- grain: district x month; a month without a row is absent
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- months: DATE[], first days of the months
SELECT
  district_code,
  month,
  SUM(n)::BIGINT AS n
FROM monthly_counts
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND list_contains($months::DATE[], month)
GROUP BY
  district_code,
  month
ORDER BY
  district_code,
  month
