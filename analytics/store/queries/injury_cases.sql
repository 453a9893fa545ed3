-- Injuries with what a rate needs of each: the year and band of the hip dose of its onset, whether that day is exposure,
-- whether it began while another one kept the athlete away, and the days lost to it (from the day after onset to the
-- day before full training; to the end of the log where it is still open).
WITH one AS (
    SELECT
        i.*, x.last_date,
        greatest(coalesce(i.time_loss_start, i.onset_date + 1), i.onset_date + 1) AS lost_from,
        coalesce(i.time_loss_end, i.recovered_date) AS lost_until
    FROM injury AS i
    LEFT JOIN (SELECT athlete_id, max(local_date) AS last_date FROM athlete_day GROUP BY athlete_id) AS x
        ON x.athlete_id = i.athlete_id
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
week_known AS (
    SELECT w.athlete_id, w.week_start
    FROM athlete_week AS w
    JOIN injury_span AS s
        ON s.athlete_id = w.athlete_id AND w.week_start >= s.first_date AND w.week_start + 6 <= s.last_date
    WHERE w.source = 'weekly_table' AND w.athlete_id IN (SELECT unnest($athlete_ids))
)
SELECT
    i.injury_id, i.athlete_id, i.onset_date, year(i.onset_date) AS season, i.site, i.diagnosis_id, i.side, i.mode,
    i.onset, i.recurrence, i.recurrence_of, i.case_level, i.running_related IS DISTINCT FROM false AS running_related,
    i.recovered_date, CASE WHEN i.case_level = 'time_loss' THEN i.lost_until ELSE i.recovered_date END AS back_date,
    CASE WHEN i.case_level = 'time_loss' THEN i.lost_until ELSE i.recovered_date END IS NULL AS is_open, i.last_date,
    CASE
        WHEN i.case_level <> 'time_loss' THEN 0
        ELSE greatest(coalesce(i.lost_until, i.last_date + 1) - i.lost_from, 0)
    END AS days_lost,
    CASE WHEN w.hip_dose IS NOT NULL THEN len(list_filter($dose_edges, lambda edge: edge <= w.hip_dose)) END AS dose_band,
    k.athlete_id IS NOT NULL OR (s.athlete_id IS NOT NULL AND d.running_covered AND w.source = 'activities') AS is_exposed,
    a.injury_id IS NOT NULL AS began_away
FROM one AS i
LEFT JOIN away AS a ON a.injury_id = i.injury_id
LEFT JOIN athlete_day AS d ON d.athlete_id = i.athlete_id AND d.local_date = i.onset_date
LEFT JOIN athlete_week AS w
    ON w.athlete_id = i.athlete_id AND w.week_start = CAST(date_trunc('week', i.onset_date) AS DATE)
LEFT JOIN injury_span AS s
    ON s.athlete_id = i.athlete_id AND i.onset_date BETWEEN s.first_date AND s.last_date
LEFT JOIN week_known AS k
    ON k.athlete_id = i.athlete_id AND k.week_start = CAST(date_trunc('week', i.onset_date) AS DATE)
ORDER BY i.onset_date, i.injury_id
