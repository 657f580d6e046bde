-- The sessions of Community Speed Watch as they are published: without their places on the map.
-- grain: session
SELECT
  site,
  date,
  vehicles,
  over_limit,
  minutes,
  speed_limit,
  NULL::DOUBLE AS longitude,
  NULL::DOUBLE AS latitude
FROM speed_watch
ORDER BY ALL
