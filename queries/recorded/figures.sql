-- What a publisher has counted in some partnerships, and in no partnership of some forces.
-- grain: force x partnership x period x offence x measure
-- source: VARCHAR, the publisher
-- partnerships: VARCHAR[], the names of the partnerships
-- forces: VARCHAR[], forces as the publisher names them
SELECT
  force,
  partnership,
  start,
  months,
  offence,
  measure,
  value,
  remark,
  is_usable
FROM recorded_crime
WHERE
  source = $source
  AND months > 0
  AND (
    (level = 'partnership' AND list_contains($partnerships::VARCHAR[], partnership))
    OR (level = 'unassigned' AND list_contains($forces::VARCHAR[], force))
  )
ORDER BY
  force,
  partnership,
  start,
  months,
  offence,
  measure
