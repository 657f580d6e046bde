-- The calendar years of road collisions that are loaded, by source.
-- grain: source x year
-- listed: casualties that are listed one by one; stated: as the collisions themselves count them
-- provisional: whether any of them is of a provisional file
SELECT
  source,
  year(date)::INTEGER AS year,
  min(date) AS first,
  max(date) AS last,
  COUNT(*) AS collisions,
  SUM(casualties)::BIGINT AS stated,
  SUM(fatal + serious + slight)::BIGINT AS listed,
  bool_or(provisional) AS provisional
FROM collisions
GROUP BY
  source,
  year
ORDER BY
  source,
  year
