-- Sessions of Community Speed Watch, a row each.
-- grain: session
-- minutes, speed_limit, longitude, latitude: null where nobody wrote them down
SELECT
  site,
  date,
  vehicles,
  over_limit,
  minutes,
  speed_limit,
  longitude,
  latitude
FROM speed_watch
ORDER BY
  date,
  site,
  vehicles,
  over_limit,
  minutes,
  speed_limit,
  longitude,
  latitude
