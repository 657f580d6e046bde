-- The wards of a district.
-- grain: ward
-- district: VARCHAR, the district
SELECT
  ward_code,
  ward
FROM wards
WHERE
  district_code = $district
ORDER BY
  ward
