-- The areas similar to a district, the most similar first.
-- grain: similar area
-- home: VARCHAR, the district
SELECT
  peer_code,
  peer
FROM peers
WHERE area_code = $home
ORDER BY
  position,
  peer_code
