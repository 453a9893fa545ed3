-- Everybody's usual efficiency in so many days before their last run, and in as many days a year earlier.
WITH last_run AS (
    SELECT athlete_id, max(local_date) AS last_date FROM running_session GROUP BY athlete_id
)
SELECT
    r.athlete_id,
    median(r.efficiency_m_per_beat) FILTER (WHERE r.local_date > l.last_date - to_days(CAST($days AS INTEGER))) AS now_m_per_beat,
    count(r.efficiency_m_per_beat) FILTER (WHERE r.local_date > l.last_date - to_days(CAST($days AS INTEGER))) AS runs_now,
    median(r.efficiency_m_per_beat) FILTER (
        WHERE r.local_date BETWEEN l.last_date - to_days(CAST($days + $year_days AS INTEGER)) AND l.last_date - to_days(CAST($year_days AS INTEGER))
    ) AS before_m_per_beat,
    count(r.efficiency_m_per_beat) FILTER (
        WHERE r.local_date BETWEEN l.last_date - to_days(CAST($days + $year_days AS INTEGER)) AND l.last_date - to_days(CAST($year_days AS INTEGER))
    ) AS runs_before
FROM running_session AS r
JOIN last_run AS l ON l.athlete_id = r.athlete_id
GROUP BY r.athlete_id
ORDER BY r.athlete_id
