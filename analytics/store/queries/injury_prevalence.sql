-- Period by period ($period: week, month or year): athletes whose injury log speaks for any day of it, and how many of
-- them were injured on any day of it, from onset to recovery.
WITH step AS (
    SELECT CASE $period WHEN 'week' THEN INTERVAL 7 DAY WHEN 'month' THEN INTERVAL 1 MONTH ELSE INTERVAL 1 YEAR END AS length
),
followed AS (
    SELECT DISTINCT s.athlete_id, CAST(unnest(range(
        date_trunc($period, CAST(s.first_date AS TIMESTAMP)), CAST(s.last_date + 1 AS TIMESTAMP), t.length
    )) AS DATE) AS period_start
    FROM injury_span AS s
    CROSS JOIN step AS t
    WHERE s.athlete_id IN (SELECT unnest($athlete_ids))
),
ended AS (
    SELECT athlete_id, max(local_date) AS last_date FROM athlete_day GROUP BY athlete_id
),
hurt AS (
    SELECT DISTINCT i.athlete_id, CAST(unnest(range(
        date_trunc($period, CAST(i.onset_date AS TIMESTAMP)),
        CAST(coalesce(i.recovered_date, e.last_date, i.onset_date) + 1 AS TIMESTAMP), t.length
    )) AS DATE) AS period_start
    FROM injury AS i
    LEFT JOIN ended AS e ON e.athlete_id = i.athlete_id
    CROSS JOIN step AS t
    WHERE i.athlete_id IN (SELECT unnest($athlete_ids)) AND list_contains($levels, i.case_level)
        AND i.running_related IS DISTINCT FROM false
)
SELECT f.period_start, count(*) AS followed, count(h.athlete_id) AS injured
FROM followed AS f
LEFT JOIN hurt AS h ON h.athlete_id = f.athlete_id AND h.period_start = f.period_start
GROUP BY f.period_start
ORDER BY f.period_start
