-- The wards of a district of which a source has any count published.
-- grain: ward
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
SELECT DISTINCT ward_code
FROM ward_counts
WHERE
  source = $source
  AND district_code = $district
ORDER BY
  ward_code
