-- What became of the incidents of one district in two periods, as the source last knew it.
-- Reads the incidents themselves: source, district and months are pushed down to the Parquet files, and the
-- answer is for every offence, so that going from one crime type to the next asks nothing.
-- grain: offence x flag x outcome; outcome null: the source has none for them
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
-- wards: VARCHAR[], wards it is narrowed to; empty for all of it
-- months: DATE[], first days of the months counted
-- before: DATE[], first days of the months compared with; empty where there are none
-- excluded: VARCHAR[], flags whose rows are left out
SELECT
  offence,
  flag,
  outcome,
  coalesce(SUM(n) FILTER (list_contains($months::DATE[], month)), 0)::BIGINT AS now,
  coalesce(SUM(n) FILTER (list_contains($before::DATE[], month)), 0)::BIGINT AS before
FROM incidents
WHERE
  source = $source
  AND district_code = $district
  AND (list_contains($months::DATE[], month) OR list_contains($before::DATE[], month))
  AND (flag IS NULL OR NOT list_contains($excluded::VARCHAR[], flag))
  AND (len($wards::VARCHAR[]) = 0 OR list_contains($wards::VARCHAR[], ward_code))
GROUP BY
  offence,
  flag,
  outcome
ORDER BY
  offence,
  flag,
  outcome
