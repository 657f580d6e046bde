-- Schools with their places.
-- grain: school
SELECT
  school,
  phase,
  longitude,
  latitude
FROM schools
ORDER BY
  school,
  longitude,
  latitude
