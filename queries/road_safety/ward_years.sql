-- The people hurt in road collisions by ward and whole year that are published, as they are shown.
-- grain: line (slight, killed_or_serious, as recorded) x start (first day of the year) x ward
-- Empty outside public mode.
-- source: VARCHAR, the active source
SELECT line, start, ward_code, casualties
FROM ward_casualties
WHERE source = $source
ORDER BY
  line,
  start,
  ward_code,
  casualties
