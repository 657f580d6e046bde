-- The partnerships of which publishers have figures, with their districts where the publication names them.
-- grain: source x force x partnership
SELECT
  source,
  force,
  partnership,
  max(districts) AS districts
FROM recorded_crime
WHERE level = 'partnership'
GROUP BY
  source,
  force,
  partnership
ORDER BY
  source,
  force,
  partnership
