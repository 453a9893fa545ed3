-- The usual efficiency of several athletes in so many days before their last run, and in as many days a year earlier.
WITH last_run AS (
    SELECT athlete_id, max(local_date) AS last_date
    FROM running_session
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
aged AS (
    SELECT r.athlete_id, r.efficiency_m_per_beat, l.last_date - r.local_date AS days_before
    FROM running_session AS r
    JOIN last_run AS l ON l.athlete_id = r.athlete_id
)
SELECT
    athlete_id,
    median(efficiency_m_per_beat) FILTER (WHERE days_before < $days) AS now_m_per_beat,
    count(efficiency_m_per_beat) FILTER (WHERE days_before < $days) AS runs_now,
    median(efficiency_m_per_beat) FILTER (WHERE days_before BETWEEN $year_days AND $days + $year_days) AS before_m_per_beat,
    count(efficiency_m_per_beat) FILTER (WHERE days_before BETWEEN $year_days AND $days + $year_days) AS runs_before
FROM aged
WHERE days_before <= $days + $year_days
GROUP BY athlete_id
ORDER BY athlete_id
