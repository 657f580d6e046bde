-- Road collisions and the people hurt in them. Run once per connection, before the first statement that reads
-- them: pages about recorded crime alone need not wait for it.

-- A person hurt has the time, the place and the conditions of the collision; without it, which may be a file
-- that cannot be read, they are left out.
CREATE TABLE IF NOT EXISTS casualties AS
SELECT
  source,
  collision_key,
  hurt.vehicle,
  hurt.casualty,
  hurt.severity,
  hurt.enhanced_severity,
  hurt.adjusted_serious,
  hurt.adjusted_slight,
  hurt.road_user,
  hurt.age,
  hurt.age_band,
  hurt.sex,
  hurt.home_imd,
  place.date,
  place.hour,
  place.district_code,
  place.ward_code,
  place.speed_limit,
  place.road_class,
  place.junction,
  place.light,
  place.weather,
  place.surface,
  place.area_type,
  place.provisional
FROM casualty_files AS hurt
JOIN collision_files AS place USING (source, collision_key);

-- fatal, serious, slight and the adjusted sums are of the casualties listed; null in a year of which none is.
-- A casualty without a published adjustment counts in the sums as it was recorded.
CREATE TABLE IF NOT EXISTS collisions AS
WITH listed AS (
  SELECT
    source,
    collision_key,
    COUNT(*) FILTER (severity = 1)::INTEGER AS fatal,
    COUNT(*) FILTER (severity = 2)::INTEGER AS serious,
    COUNT(*) FILTER (severity = 3)::INTEGER AS slight,
    SUM(coalesce(adjusted_serious, (severity = 2)::INTEGER)) AS casualties_adjusted_serious,
    SUM(coalesce(adjusted_slight, (severity = 3)::INTEGER)) AS casualties_adjusted_slight
  FROM casualties
  GROUP BY ALL
),
years AS (
  SELECT DISTINCT source, year(date) AS year
  FROM casualties
)
SELECT
  stored.source,
  stored.collision_key,
  stored.date,
  stored.hour,
  stored.district_code,
  stored.ward_code,
  stored.longitude,
  stored.latitude,
  stored.severity,
  stored.enhanced_severity,
  stored.adjusted_serious,
  stored.adjusted_slight,
  stored.casualties,
  stored.vehicles,
  stored.speed_limit,
  stored.road,
  stored.road_class,
  stored.road_type,
  stored.junction,
  stored.light,
  stored.weather,
  stored.surface,
  stored.area_type,
  stored.provisional,
  CASE WHEN years.year IS NOT NULL THEN coalesce(listed.fatal, 0) END AS fatal,
  CASE WHEN years.year IS NOT NULL THEN coalesce(listed.serious, 0) END AS serious,
  CASE WHEN years.year IS NOT NULL THEN coalesce(listed.slight, 0) END AS slight,
  CASE WHEN years.year IS NOT NULL THEN coalesce(listed.casualties_adjusted_serious, 0) END
    AS casualties_adjusted_serious,
  CASE WHEN years.year IS NOT NULL THEN coalesce(listed.casualties_adjusted_slight, 0) END
    AS casualties_adjusted_slight
FROM collision_files AS stored
LEFT JOIN listed USING (source, collision_key)
LEFT JOIN years
  ON years.source = stored.source
  AND years.year = year(stored.date);
