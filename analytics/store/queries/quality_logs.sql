-- What weeks, injuries and check-ins lack or leave in doubt; pairs that may be one, files and tables that wait: how many,
-- and from when to when. One row an athlete and item, in words in reports/quality_items.py. $long_days is how long an
-- injury may stay open before somebody should look.
WITH asked AS (SELECT unnest($athlete_ids) AS athlete_id),
week AS (
    SELECT athlete_id, week_start, days_covered_running, days_covered_strength, days_covered_injury
    FROM athlete_week
    WHERE athlete_id IN (SELECT athlete_id FROM asked)
),
answered AS (
    SELECT athlete_id, week_start FROM checkin WHERE q1 IS NOT NULL AND athlete_id IN (SELECT athlete_id FROM asked)
),
extent AS (
    SELECT athlete_id, min(week_start) AS first_week, max(week_start) AS last_week FROM week GROUP BY athlete_id
),
first_answer AS (SELECT athlete_id, min(week_start) AS first_week FROM answered GROUP BY athlete_id),
doubt AS (
    SELECT athlete_id, one_id, other_id FROM activity_pair
    WHERE verdict = 'doubt' AND athlete_id IN (SELECT athlete_id FROM asked)
),
wanted AS (SELECT one_id AS own_id FROM doubt UNION SELECT other_id FROM doubt),
shown AS (
    SELECT activity_id, activity_id AS own_id FROM activity WHERE activity_id IN (SELECT own_id FROM wanted)
    UNION
    SELECT activity_id, own_id FROM activity_source WHERE own_id IN (SELECT own_id FROM wanted)
),
found AS (
    SELECT athlete_id, 'weeks' AS item, week_start AS day_of FROM week
    UNION ALL
    SELECT athlete_id, 'weeks_without_running', week_start FROM week WHERE days_covered_running = 0
    UNION ALL
    SELECT athlete_id, 'weeks_partly_running', week_start FROM week WHERE days_covered_running BETWEEN 1 AND 6
    UNION ALL
    SELECT athlete_id, 'weeks_without_strength', week_start FROM week WHERE days_covered_strength = 0
    UNION ALL
    SELECT athlete_id, 'weeks_partly_strength', week_start FROM week WHERE days_covered_strength BETWEEN 1 AND 6
    UNION ALL
    SELECT athlete_id, 'weeks_without_injuries', week_start FROM week WHERE days_covered_injury = 0
    UNION ALL
    SELECT athlete_id, 'weeks_partly_injuries', week_start FROM week WHERE days_covered_injury BETWEEN 1 AND 6
    UNION ALL
    SELECT athlete_id, 'checkins', week_start FROM answered
    UNION ALL
    SELECT w.athlete_id, 'weeks_asked', w.week_start
    FROM week AS w
    JOIN first_answer AS f ON f.athlete_id = w.athlete_id AND w.week_start >= f.first_week
    UNION ALL
    SELECT w.athlete_id, 'weeks_without_checkin', w.week_start
    FROM week AS w
    JOIN first_answer AS f ON f.athlete_id = w.athlete_id AND w.week_start >= f.first_week
    ANTI JOIN answered AS a ON a.athlete_id = w.athlete_id AND a.week_start = w.week_start
    UNION ALL
    SELECT athlete_id, 'injuries', onset_date FROM injury WHERE athlete_id IN (SELECT athlete_id FROM asked)
    UNION ALL
    SELECT athlete_id, 'injuries_without_site', onset_date
    FROM injury
    WHERE coalesce(site, 'unspecified') = 'unspecified' AND athlete_id IN (SELECT athlete_id FROM asked)
    UNION ALL
    SELECT i.athlete_id, 'injuries_open_long', i.onset_date
    FROM injury AS i
    JOIN extent AS e ON e.athlete_id = i.athlete_id
    WHERE i.recovered_date IS NULL AND i.onset_date + CAST($long_days AS INTEGER) < e.last_week
    UNION ALL
    SELECT i.athlete_id, 'injuries_open', i.onset_date
    FROM injury AS i
    JOIN extent AS e ON e.athlete_id = i.athlete_id
    WHERE i.recovered_date IS NULL AND i.onset_date + CAST($long_days AS INTEGER) >= e.last_week
    UNION ALL
    SELECT f.athlete_id, 'parts_of_files', CAST(f.imported_at_utc AS DATE)
    FROM import_problem AS p
    JOIN source_file AS f ON f.sha256 = p.sha256
    WHERE f.athlete_id IN (SELECT athlete_id FROM asked)
    UNION ALL
    SELECT athlete_id, 'tables_explained', CAST(imported_at_utc AS DATE)
    FROM source_file
    WHERE kind LIKE 'mapped_%' AND status = 'added' AND athlete_id IN (SELECT athlete_id FROM asked)
    UNION ALL
    SELECT athlete_id, 'tables_waiting', CAST(waiting_since_utc AS DATE)
    FROM waiting_table
    WHERE athlete_id IN (SELECT athlete_id FROM asked)
),
pair AS (
    SELECT d.athlete_id, count(DISTINCT (d.one_id, d.other_id)) AS n
    FROM doubt AS d
    JOIN shown AS o ON o.own_id = d.one_id
    JOIN shown AS t ON t.own_id = d.other_id
    WHERE o.activity_id <> t.activity_id
    GROUP BY d.athlete_id
),
log_pair AS (
    SELECT athlete_id, count(*) AS n
    FROM log_match
    WHERE verdict = 'doubt' AND athlete_id IN (SELECT athlete_id FROM asked)
    GROUP BY athlete_id
)
SELECT athlete_id, item, CAST(count(*) AS DOUBLE) AS n, min(day_of) AS first_day, max(day_of) AS last_day
FROM found
GROUP BY athlete_id, item
UNION ALL
SELECT coalesce(p.athlete_id, l.athlete_id), 'pairs_in_doubt', CAST(coalesce(p.n, 0) + coalesce(l.n, 0) AS DOUBLE), NULL, NULL
FROM pair AS p
FULL JOIN log_pair AS l ON l.athlete_id = p.athlete_id
ORDER BY athlete_id, item
