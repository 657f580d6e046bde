-- Counts of every measure by district in two periods: home as it is shown of one ward where one is chosen.
-- grain: measure x district; districts without a row in either period are absent
-- source: VARCHAR, the active source
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
-- home: VARCHAR, the home district
-- wards: VARCHAR[], the ward that the home district is narrowed to; empty for all of it
WITH whole AS (
  SELECT
    measure,
    district_code,
    coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
    coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
  FROM measure_counts
  WHERE
    source = $source
    AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
    AND district_code IS NOT NULL
    AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
    AND (district_code <> $home OR len($wards::VARCHAR[]) = 0)
  GROUP BY
    measure,
    district_code
),
of_ward AS (
  SELECT
    measure,
    district_code,
    coalesce(SUM(n) FILTER (in_period(first_month, months, $months::DATE[])), 0)::BIGINT AS now,
    coalesce(SUM(n) FILTER (in_period(first_month, months, $before::DATE[])), 0)::BIGINT AS before
  FROM ward_counts
  WHERE
    source = $source
    AND district_code = $home
    AND [ward_code] = $wards::VARCHAR[]
    AND measure IS NOT NULL
    AND flag IS NULL
    AND excluded = array_to_string($excluded::VARCHAR[], ',')
    AND (
      in_period(first_month, months, $months::DATE[])
      OR in_period(first_month, months, $before::DATE[])
    )
  GROUP BY
    measure,
    district_code
)
SELECT * FROM whole
UNION ALL
SELECT * FROM of_ward
ORDER BY
  measure,
  district_code
