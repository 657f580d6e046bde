-- The areas similar to a district, the most similar first; distance: how far they are, null where nobody says.
-- grain: similar area
-- home: VARCHAR, the district
SELECT
  peer_code,
  peer,
  distance
FROM peers
WHERE area_code = $home
ORDER BY
  position,
  peer_code
