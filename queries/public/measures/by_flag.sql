-- Counts of every measure by flag in one district, or as they are shown of one ward of it, in two periods.
-- grain: measure x flag
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- wards: VARCHAR[], the ward that it is narrowed to; empty for all of it
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
WITH whole AS (
  SELECT
    measure,
    flag,
    coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
    coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
  FROM measure_counts
  WHERE
    source = $source
    AND district_code = $district
    AND flag IS NOT NULL
    AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
    AND len($wards::VARCHAR[]) = 0
  GROUP BY
    measure,
    flag
),
of_ward AS (
  SELECT
    measure,
    flag,
    coalesce(SUM(n) FILTER (in_period(first_month, months, $months::DATE[])), 0)::BIGINT AS now,
    coalesce(SUM(n) FILTER (in_period(first_month, months, $before::DATE[])), 0)::BIGINT AS before
  FROM ward_counts
  WHERE
    source = $source
    AND district_code = $district
    AND [ward_code] = $wards::VARCHAR[]
    AND measure IS NOT NULL
    AND flag IS NOT NULL
    AND (
      in_period(first_month, months, $months::DATE[])
      OR in_period(first_month, months, $before::DATE[])
    )
  GROUP BY
    measure,
    flag
)
SELECT * FROM whole
UNION ALL
SELECT * FROM of_ward
ORDER BY
  measure,
  flag
