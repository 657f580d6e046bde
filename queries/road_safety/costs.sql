-- What the prevention of a casualty and of a collision is worth, in pounds.
-- grain: year x per x severity
SELECT
  year,
  per,
  severity,
  pounds,
  publication
FROM road_costs
ORDER BY
  year,
  per,
  severity
