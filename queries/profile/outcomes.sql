-- What became of the incidents of one district, every month, as the source last knew it.
-- Reads the incidents themselves, so it is asked once for a district and kept: months, wards, flags and
-- crime types are chosen in memory (csp.outcomes), because a click must not read the files again.
-- grain: month x ward x offence x flag x outcome; outcome null: the source gives none
-- source: VARCHAR, the active source
-- district: VARCHAR, the district
SELECT
  month,
  ward_code,
  offence,
  flag,
  outcome,
  SUM(n)::BIGINT AS n
FROM incidents
WHERE
  source = $source
  AND district_code = $district
GROUP BY
  month,
  ward_code,
  offence,
  flag,
  outcome
ORDER BY
  month,
  ward_code,
  offence,
  flag,
  outcome
