-- The wards of a district for which a source has any row.
-- grain: ward
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
SELECT DISTINCT ward_code
FROM monthly_counts
WHERE
  source = $source
  AND district_code = $district
  AND ward_code IS NOT NULL
ORDER BY
  ward_code
