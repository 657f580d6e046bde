-- The indices of harm that were imported; the one that ships is in data/reference.
-- grain: index x subgroup
SELECT
  harm_index AS index,
  subgroup,
  median_days,
  mean_days
FROM harm_weights
ORDER BY
  harm_index,
  subgroup
