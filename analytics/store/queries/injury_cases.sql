-- Injuries, the oldest first, with what a rate needs of each: the year and band of the hip dose of its onset, whether
-- that day is exposure, whether it began while another one kept the athlete away, and the days lost to it (from the day
-- after onset to the day before full training; to the end of the log where it is still open). The injury log's spans do
-- not touch each other, so the one that holds the onset is the only one that can hold the week around it.
WITH one AS (
    SELECT
        i.*, CAST(date_trunc('week', i.onset_date) AS DATE) AS onset_week,
        greatest(coalesce(i.time_loss_start, i.onset_date + 1), i.onset_date + 1) AS lost_from,
        coalesce(i.time_loss_end, i.recovered_date) AS lost_until
    FROM injury AS i
    WHERE i.athlete_id IN (SELECT unnest($athlete_ids))
),
away AS (
    SELECT DISTINCT i.injury_id
    FROM one AS i
    JOIN one AS earlier
        ON earlier.athlete_id = i.athlete_id AND earlier.onset_date < i.onset_date
        AND earlier.case_level = 'time_loss' AND earlier.lost_from <= i.onset_date
        AND (earlier.lost_until IS NULL OR earlier.lost_until > i.onset_date)
),
run_covered AS (
    SELECT DISTINCT i.injury_id
    FROM one AS i
    JOIN coverage_joined AS c ON c.athlete_id = i.athlete_id AND i.onset_date BETWEEN c.first_date AND c.last_date
    WHERE c.what = 'running' AND c.day_level
),
onset_week AS (
    SELECT w.athlete_id, w.week_start, w.hip_dose, w.source
    FROM athlete_week AS w
    SEMI JOIN one AS i ON i.athlete_id = w.athlete_id AND i.onset_week = w.week_start
),
last_day AS (
    SELECT athlete_id, max(local_date) AS last_date
    FROM athlete_day
    WHERE athlete_id BETWEEN list_min($athlete_ids) AND list_max($athlete_ids)
    GROUP BY athlete_id
)
SELECT
    i.injury_id, i.athlete_id, n.name AS athlete, i.onset_date, year(i.onset_date) AS season, i.site, i.diagnosis_id, i.side,
    i.mode, i.onset, i.osiics, i.recurrence, i.recurrence_of, i.case_level,
    i.running_related IS DISTINCT FROM false AS running_related,
    i.recovered_date, CASE WHEN i.case_level = 'time_loss' THEN i.lost_until ELSE i.recovered_date END AS back_date,
    CASE WHEN i.case_level = 'time_loss' THEN i.lost_until ELSE i.recovered_date END IS NULL AS is_open, x.last_date,
    CASE
        WHEN i.case_level <> 'time_loss' THEN 0
        ELSE greatest(coalesce(i.lost_until, x.last_date + 1) - i.lost_from, 0)
    END AS days_lost,
    CASE WHEN w.hip_dose IS NOT NULL THEN len(list_filter($dose_edges, lambda edge: edge <= w.hip_dose)) END AS dose_band,
    CASE
        WHEN w.source = 'weekly_table' THEN i.onset_week >= s.first_date AND i.onset_week + 6 <= s.last_date
        ELSE s.athlete_id IS NOT NULL AND r.injury_id IS NOT NULL AND w.source = 'activities'
    END AS is_exposed,
    a.injury_id IS NOT NULL AS began_away
FROM one AS i
JOIN athlete AS n ON n.athlete_id = i.athlete_id
LEFT JOIN last_day AS x ON x.athlete_id = i.athlete_id
LEFT JOIN away AS a ON a.injury_id = i.injury_id
LEFT JOIN run_covered AS r ON r.injury_id = i.injury_id
LEFT JOIN onset_week AS w ON w.athlete_id = i.athlete_id AND w.week_start = i.onset_week
LEFT JOIN injury_span AS s
    ON s.athlete_id = i.athlete_id AND i.onset_date BETWEEN s.first_date AND s.last_date
ORDER BY i.onset_date, i.injury_id
