-- The map points of the home district, by month and offence, for the point map and the lists of streets.
-- Run once per connection, before the first statement that reads them: of tens of millions of incidents
-- it keeps the one district's, grouped and sorted as they are asked for, which takes seconds that the
-- first page need not wait for. Files of incidents are sorted by district.

CREATE TABLE IF NOT EXISTS home_points AS
SELECT
  source,
  offence,
  month,
  flag,
  ward_code,
  longitude,
  latitude,
  location,
  SUM(n)::BIGINT AS n
FROM incidents
WHERE
  district_code = home_district()
  AND longitude IS NOT NULL
  AND latitude IS NOT NULL
GROUP BY ALL
ORDER BY source, offence, month;
