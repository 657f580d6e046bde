-- The flags that occur in a source.
-- grain: flag
-- source: VARCHAR, the active source
SELECT DISTINCT flag
FROM monthly_counts
WHERE
  source = $source
  AND flag IS NOT NULL
ORDER BY
  flag
