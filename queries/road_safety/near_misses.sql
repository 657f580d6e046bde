-- Near misses that were imported, a row each.
-- grain: near miss
-- happenings: codes with a semicolon between; hour: null where it is not known
SELECT
  date,
  hour,
  longitude,
  latitude,
  happenings,
  mode,
  other,
  text
FROM near_misses
ORDER BY ALL
