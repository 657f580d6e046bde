-- Counts of every offence by flag: by district, and in home by ward. What harm is added up from.
-- grain: district x ward x offence x flag; ward_code is empty outside home and for rows in no known ward
-- source: VARCHAR, the active source
-- home: VARCHAR, the home district
-- districts: VARCHAR[], home and its peers
-- months: DATE[], first days of the months counted
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  district_code,
  CASE WHEN district_code = $home THEN coalesce(ward_code, '') ELSE '' END AS ward,
  offence,
  flag,
  SUM(n)::BIGINT AS n
FROM monthly_counts
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND list_contains($months::DATE[], month)
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
GROUP BY ALL
ORDER BY ALL
