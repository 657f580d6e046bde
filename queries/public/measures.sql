-- The measures that are published by ward for a period of a source.
-- grain: measure
-- source: VARCHAR, the active source
-- start: DATE, first day of the first month
-- months: INTEGER, how many months
SELECT DISTINCT measure
FROM ward_counts
WHERE
  source = $source
  AND measure IS NOT NULL
  AND flag IS NULL
  AND first_month = $start
  AND months = $months
ORDER BY
  measure
