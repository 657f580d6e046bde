-- Vehicles in road collisions of a period, by their kind and their drivers.
-- grain: district x vehicle type x age band and sex of the driver (null: not known) x severity of the collision
-- source: VARCHAR, the active source
-- districts: VARCHAR[], the districts
-- start, end: DATE, first and last day of the period
SELECT
  district_code,
  vehicle_type,
  driver_age_band,
  driver_sex,
  severity,
  COUNT(*) AS vehicles
FROM vehicles
WHERE
  source = $source
  AND list_contains($districts::VARCHAR[], district_code)
  AND date BETWEEN $start AND $end
GROUP BY
  district_code,
  vehicle_type,
  driver_age_band,
  driver_sex,
  severity
ORDER BY
  district_code,
  vehicle_type,
  driver_age_band,
  driver_sex,
  severity
