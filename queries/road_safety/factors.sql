-- Casualties by factor and days, as a partner counts them.
-- grain: first_day x last_day x factor x publication
SELECT
  first_day,
  last_day,
  factor,
  casualties,
  publication
FROM road_factors
ORDER BY
  first_day,
  last_day,
  factor,
  casualties,
  publication
