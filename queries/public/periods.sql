-- The periods for which a source is published by ward, the latest first.
-- grain: period
-- source: VARCHAR, the active source
SELECT DISTINCT
  first_month,
  months
FROM ward_counts
WHERE source = $source
ORDER BY
  first_month DESC,
  months DESC
