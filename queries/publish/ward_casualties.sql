-- The people hurt in road collisions by ward and whole year, as they are shown in public mode.
-- grain: source x line (slight, killed_or_serious, as recorded) x start (of the year) x ward
-- Years are those from July to June of which every month has a casualty of the districts, calendar years of a
-- source that has none of these. A line of a year in which the whole of home has fewer than the least is left
-- out: that many are no secret, but among so few what is shown of a ward could give its count away. A ward
-- shown with none is absent, like one that has none.
-- home: VARCHAR, the district whose wards they are
-- districts: VARCHAR[], home and its peers
-- least: INTEGER, the fewest of all home that are published by ward
-- secret: VARCHAR, what the keys are made with
WITH months AS (
  SELECT
    source,
    date_trunc('month', date)::DATE AS month,
    district_code,
    coalesce(ward_code, '') AS ward_code,
    CASE WHEN severity = 3 THEN 'slight' ELSE 'killed_or_serious' END AS line,
    severity,
    COUNT(*) AS n
  FROM casualties
  WHERE list_contains($districts::VARCHAR[], district_code)
  GROUP BY ALL
),
years AS (
  SELECT
    source,
    kind,
    CASE kind
      WHEN 'july' THEN (date_trunc('year', month - to_months(6)) + to_months(6))::DATE
      ELSE date_trunc('year', month)::DATE
    END AS start,
    list(DISTINCT month) AS months
  FROM months, (VALUES ('july'), ('calendar')) AS kinds (kind)
  GROUP BY ALL
  HAVING len(months) = 12
),
preferred AS (
  SELECT *
  FROM years
  QUALIFY kind = max(kind) OVER (PARTITION BY source)
),
sums AS (
  SELECT
    months.source,
    line,
    start,
    ward_code,
    SUM(n)::BIGINT AS n,
    SUM((
      '0x' || left(
        sha256($secret || sha256(concat_ws(
          '|', $secret, months.source, month, ward_code, severity, n
        ))),
        2
      )
    )::INTEGER)::BIGINT AS keys
  FROM months
  JOIN preferred
    ON preferred.source = months.source
    AND list_contains(preferred.months, month)
  WHERE district_code = $home
  GROUP BY ALL
),
published AS (
  SELECT *
  FROM sums
  QUALIFY SUM(n) OVER (PARTITION BY source, line, start) >= $least
)
SELECT
  source,
  line,
  start,
  ward_code,
  shown(n, keys)::BIGINT AS casualties
FROM published
WHERE
  ward_code <> ''
  AND shown(n, keys) > 0
ORDER BY
  source,
  line,
  start,
  ward_code
