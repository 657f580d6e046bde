-- The sources that have any row of a district.
-- grain: source
-- district: VARCHAR, the district
SELECT DISTINCT source
FROM monthly_counts
WHERE district_code = $district
ORDER BY
  source
