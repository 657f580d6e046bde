-- Survey figures that were imported: what share of those asked gave an answer.
-- grain: survey x area x period x question x answer
SELECT
  survey,
  area,
  period,
  question,
  answer,
  per_cent,
  base
FROM survey
ORDER BY
  survey,
  period,
  position,
  area,
  question,
  answer
