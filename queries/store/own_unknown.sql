-- The wards that areas of one's own name and that are on file nowhere.
-- grain: area x ward
-- areas: VARCHAR[], the areas
SELECT
  area_code,
  district_code,
  ward
FROM own_unknown
WHERE
  list_contains($areas::VARCHAR[], area_code)
ORDER BY
  area_code,
  district_code,
  ward
