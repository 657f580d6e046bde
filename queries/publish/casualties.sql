-- The people hurt in the road collisions of a year as they are published.
-- grain: casualty; its key is that of its collision in publish/collisions.sql
-- age and home_imd, by which no chart parts people, are null
-- source: VARCHAR, the source
-- year: INTEGER, the calendar year
-- districts: VARCHAR[], home and its peers
-- secret: VARCHAR, that of publish/collisions.sql
SELECT
  hurt.source,
  sha256($secret || hurt.source || hurt.collision_key)[1:16] AS collision_key,
  NULL::SMALLINT AS vehicle,
  row_number() OVER (
    PARTITION BY hurt.source, hurt.collision_key
    ORDER BY hurt.vehicle, hurt.casualty
  )::SMALLINT AS casualty,
  hurt.severity,
  hurt.enhanced_severity,
  hurt.adjusted_serious,
  hurt.adjusted_slight,
  hurt.road_user,
  NULL::SMALLINT AS casualty_type,
  NULL::SMALLINT AS age,
  hurt.age_band,
  hurt.sex,
  NULL::TINYINT AS home_imd
FROM casualty_files AS hurt
JOIN collision_files AS place USING (source, collision_key)
WHERE
  hurt.source = $source
  AND year(place.date) = $year
  AND list_contains($districts::VARCHAR[], place.district_code)
ORDER BY
  collision_key,
  casualty
