-- Counts of every offence by month of whole districts, as they are.
-- Public mode adds up everything from them but figures of wards.
-- grain: source x month x district x offence x flag; ward_code is always null
SELECT
  source,
  month,
  district_code,
  NULL::VARCHAR AS ward_code,
  offence,
  flag,
  SUM(n)::BIGINT AS n
FROM monthly_counts
GROUP BY ALL
ORDER BY ALL
