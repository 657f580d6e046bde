-- What is published of a district by ward: every question that public mode may ask, with the count shown.
-- grain: measure or offence x flag x ward x period x flags left out; rows in no known ward are absent
-- measure: null in a row of an offence; offence: null in a row of a measure; flag: null for all rows of a
-- measure, and for the rows of an offence without a flag; excluded: the flag that is left out, empty for none
-- district: VARCHAR, the district
-- starts: DATE[], first days of the periods, by source in the same place of sources
-- lengths: INTEGER[], how many months each has
-- sources: VARCHAR[], the source of each
-- excludable: VARCHAR[], flags that may be left out, one at a time
-- floor: BIGINT, the least count of the whole district of which there are figures by ward
-- secret: VARCHAR, what the keys of the records are made with
WITH periods AS (
  SELECT
    unnest($sources::VARCHAR[]) AS source,
    unnest($starts::DATE[]) AS first_month,
    unnest($lengths::INTEGER[]) AS months
),
-- The key of the records of a cell follows from its place and its count alone: a cell that stays the same
-- is shown the same after each publishing. renewals: how often the keys of a ward and year were made anew.
cells AS (
  SELECT
    counts.source,
    month,
    counts.ward_code,
    offence,
    flag,
    n,
    (
      '0x' || left(
        sha256($secret || sha256(concat_ws(
          '|',
          $secret,
          coalesce(renewals.number, 0),
          counts.source,
          month,
          district_code,
          coalesce(counts.ward_code, ''),
          offence,
          coalesce(flag, ''),
          n
        ))),
        2
      )
    )::INTEGER AS key
  FROM monthly_counts AS counts
  LEFT JOIN renewals
    ON renewals.source = counts.source
    AND renewals.ward_code = counts.ward_code
    AND renewals.year = year(counts.month)
  WHERE
    district_code = $district
    AND n > 0
),
of_periods AS (
  SELECT
    cells.source,
    periods.first_month,
    periods.months,
    ward_code,
    offence,
    flag,
    SUM(n)::BIGINT AS n,
    SUM(key)::BIGINT AS key
  FROM cells
  JOIN periods
    ON periods.source = cells.source
    AND cells.month >= periods.first_month
    AND cells.month < periods.first_month + to_months(periods.months)
  GROUP BY ALL
),
exclusions AS (
  SELECT '' AS excluded
  UNION ALL
  SELECT unnest($excludable::VARCHAR[])
),
of_measures AS (
  SELECT
    cells.source,
    offences.measure,
    cells.first_month,
    cells.months,
    ward_code,
    cells.flag,
    cells.n,
    cells.key
  FROM of_periods AS cells
  JOIN measure_offences AS offences
    ON offences.source = cells.source
    AND offences.offence = cells.offence
    AND (offences.flag IS NULL OR offences.flag = cells.flag)
),
questions AS (
  SELECT
    source,
    measure,
    NULL::VARCHAR AS offence,
    NULL::VARCHAR AS flag,
    excluded,
    first_month,
    months,
    ward_code,
    SUM(n)::BIGINT AS n,
    SUM(key)::BIGINT AS key
  FROM of_measures
  JOIN exclusions
    ON of_measures.flag IS DISTINCT FROM exclusions.excluded
  GROUP BY ALL
  UNION ALL
  SELECT
    source,
    measure,
    NULL,
    flag,
    '',
    first_month,
    months,
    ward_code,
    SUM(n)::BIGINT,
    SUM(key)::BIGINT
  FROM of_measures
  WHERE flag IS NOT NULL
  GROUP BY ALL
  UNION ALL
  SELECT source, NULL, offence, flag, '', first_month, months, ward_code, n, key
  FROM of_periods
),
-- Every ward has a row for every question, a 0 too: a row that is missing would tell from one of few.
wards_of_district AS (
  SELECT ward_code
  FROM wards
  WHERE district_code = $district
  UNION
  SELECT ward_code
  FROM cells
  WHERE ward_code IS NOT NULL
),
asked AS (
  SELECT source, measure, offence, flag, excluded, first_month, months
  FROM questions
  GROUP BY ALL
  HAVING SUM(n) >= $floor
)
SELECT
  asked.source,
  $district AS district_code,
  wards_of_district.ward_code,
  asked.measure,
  asked.offence,
  asked.flag,
  asked.first_month,
  asked.months,
  asked.excluded,
  coalesce(shown(questions.n, questions.key), 0)::BIGINT AS n
FROM asked
CROSS JOIN wards_of_district
LEFT JOIN questions
  ON questions.source = asked.source
  AND questions.measure IS NOT DISTINCT FROM asked.measure
  AND questions.offence IS NOT DISTINCT FROM asked.offence
  AND questions.flag IS NOT DISTINCT FROM asked.flag
  AND questions.excluded = asked.excluded
  AND questions.first_month = asked.first_month
  AND questions.months = asked.months
  AND questions.ward_code = wards_of_district.ward_code
ORDER BY ALL
