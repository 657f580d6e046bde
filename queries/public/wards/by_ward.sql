-- Counts of every measure by ward of one district in two periods, as they are shown in public mode.
-- grain: measure x ward; ward_code is empty for what the wards leave of the whole district
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
WITH of_district AS (
  SELECT
    measure,
    coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
    coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
  FROM measure_counts
  WHERE
    source = $source
    AND district_code = $district
    AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
    AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
  GROUP BY
    measure
),
of_wards AS (
  SELECT
    measure,
    ward_code,
    coalesce(SUM(n) FILTER (in_period(first_month, months, $months::DATE[])), 0)::BIGINT AS now,
    coalesce(SUM(n) FILTER (in_period(first_month, months, $before::DATE[])), 0)::BIGINT AS before
  FROM ward_counts
  WHERE
    source = $source
    AND district_code = $district
    AND measure IS NOT NULL
    AND flag IS NULL
    AND excluded = array_to_string($excluded::VARCHAR[], ',')
    AND (
      in_period(first_month, months, $months::DATE[])
      OR in_period(first_month, months, $before::DATE[])
    )
  GROUP BY
    measure,
    ward_code
)
SELECT
  measure,
  '' AS ward_code,
  (any_value(of_district.now) - coalesce(SUM(of_wards.now), 0))::BIGINT AS now,
  (any_value(of_district.before) - coalesce(SUM(of_wards.before), 0))::BIGINT AS before
FROM of_district
LEFT JOIN of_wards USING (measure)
GROUP BY
  measure
UNION ALL
SELECT * FROM of_wards
ORDER BY
  measure,
  ward_code
