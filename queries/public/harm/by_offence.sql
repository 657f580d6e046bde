-- Counts of every offence by flag: by district, and in home by ward as they are shown in public mode.
-- grain: district x ward x offence x flag; ward is empty outside home, and there for what its wards leave of it
-- source: VARCHAR, the active source
-- home: VARCHAR, the home district
-- districts: VARCHAR[], home and its peers
-- months: DATE[], first days of the months counted
-- excluded: VARCHAR[], flags whose rows are left out
WITH of_districts AS (
  SELECT
    district_code,
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
),
of_wards AS (
  SELECT
    district_code,
    ward_code,
    offence,
    flag,
    n
  FROM ward_counts
  WHERE
    source = $source
    AND district_code = $home
    AND list_contains($districts::VARCHAR[], district_code)
    AND offence IS NOT NULL
    AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
    AND in_period(first_month, months, $months::DATE[])
)
SELECT
  district_code,
  '' AS ward,
  offence,
  flag,
  (SUM(n) - coalesce(SUM(shown), 0))::BIGINT AS n
FROM (
  SELECT *, NULL::BIGINT AS shown
  FROM of_districts
  UNION ALL
  SELECT district_code, offence, flag, 0, n
  FROM of_wards
)
GROUP BY
  district_code,
  offence,
  flag
UNION ALL
SELECT * FROM of_wards
ORDER BY ALL
