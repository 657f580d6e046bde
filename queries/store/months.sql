-- The months loaded, by source and force, with what the import said of them.
-- grain: source x force x month
SELECT
  source,
  force,
  month,
  SUM(rows_read)::BIGINT AS rows_read,
  SUM(rows_stored)::BIGINT AS rows_stored,
  SUM(without_location)::BIGINT AS without_location,
  SUM(without_ward)::BIGINT AS without_ward
FROM manifest
WHERE
  kind = 'incidents'
  AND replaced_at IS NULL
GROUP BY
  source,
  force,
  month
ORDER BY
  source,
  force,
  month
