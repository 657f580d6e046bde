-- The imported ward outlines of some districts, as WKB in longitude and latitude.
-- grain: ward
-- districts: VARCHAR[], the districts
SELECT
  ward_code,
  ward,
  district_code,
  year,
  geometry
FROM boundaries
WHERE
  list_contains($districts::VARCHAR[], district_code)
ORDER BY
  district_code,
  ward_code
