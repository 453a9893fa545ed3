-- How many of each week's seven days each log speaks for; whether the week's check-in was answered (7 or 0), NULL in
-- weeks before the first answer, which nobody asked about. No $since gives all weeks.
WITH answered AS (
    SELECT athlete_id, week_start FROM checkin
    WHERE q1 IS NOT NULL AND athlete_id IN (SELECT unnest($athlete_ids))
),
first_answer AS (SELECT athlete_id, min(week_start) AS first_week FROM answered GROUP BY athlete_id)
SELECT
    w.athlete_id, w.week_start, w.iso_week,
    w.days_covered_running AS running, w.days_covered_strength AS strength, w.days_covered_injury AS injury,
    CASE
        WHEN a.week_start IS NOT NULL THEN 7
        WHEN w.week_start >= f.first_week THEN 0
    END AS checkin
FROM athlete_week AS w
LEFT JOIN first_answer AS f ON f.athlete_id = w.athlete_id
LEFT JOIN answered AS a ON a.athlete_id = w.athlete_id AND a.week_start = w.week_start
WHERE
    w.athlete_id IN (SELECT unnest($athlete_ids))
    AND ($since IS NULL OR w.week_start >= CAST($since AS DATE))
ORDER BY w.athlete_id, w.week_start
