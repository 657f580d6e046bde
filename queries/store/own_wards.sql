-- The wards of areas of one's own, by the part of the area that they were named in.
-- grain: area x part x ward
-- areas: VARCHAR[], the areas
SELECT
  area_code,
  entry,
  ward_code
FROM own_wards
WHERE
  list_contains($areas::VARCHAR[], area_code)
ORDER BY
  area_code,
  entry,
  ward_code
