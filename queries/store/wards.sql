-- The wards of a district, with the district that each lies in.
-- grain: ward
-- district: VARCHAR, the district, or an area of one's own
SELECT
  ward_code,
  ward,
  part_code
FROM wards
WHERE
  district_code = $district
ORDER BY
  ward
