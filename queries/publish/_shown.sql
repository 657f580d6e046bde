-- What publishing reads beside the views: the macro that every count below district level goes through.
-- Run once, on a connection to the true stores. The method is that of csp/statistics/perturbation.py, and
-- perturbation_frame is data/reference/perturbation.csv with its keys in an order of their own.

CREATE TABLE perturbation AS
WITH of_counts AS (
  SELECT count, list(noise ORDER BY key) AS noises
  FROM perturbation_frame
  GROUP BY count
)
SELECT list(noises ORDER BY count) AS noises
FROM of_counts;

-- What is shown of a count and the sum of the keys of its records. 0 stays 0, and from the last count of the
-- table on the noise is the same. Null, and never the count itself, where the table lacks a noise.
CREATE MACRO shown(n, keys) AS
CASE
  WHEN n = 0 THEN 0
  ELSE n + (
    SELECT noises[least(n, len(noises))::INTEGER][(keys % 256 + 1)::INTEGER]
    FROM perturbation
  )
END;
