-- The Crime Severity Score of all crime, as ONS publishes it. A district of several partnerships has several.
-- grain: district or partnership x period x score
SELECT
  partnership,
  districts,
  start,
  months,
  value
FROM recorded_crime
WHERE
  measure = 'severity_score'
  AND offence = 'total'
  AND value IS NOT NULL
ORDER BY
  start,
  months,
  districts,
  partnership,
  value
