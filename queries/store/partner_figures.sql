-- What partners count by the quarter or the year in a district, its wards together.
-- grain: source x offence x start x months
-- district: VARCHAR, the district
SELECT
  source,
  offence,
  start,
  months,
  SUM(n)::BIGINT AS n
FROM partner_figures
WHERE district_code = $district
GROUP BY
  source,
  offence,
  start,
  months
ORDER BY
  source,
  start DESC,
  months,
  offence
