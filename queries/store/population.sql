-- Mid-year population of districts and wards, every year known.
-- grain: area x year
SELECT
  area_code,
  year,
  population
FROM population
ORDER BY
  area_code,
  year
