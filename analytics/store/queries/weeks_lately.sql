-- Of several athletes the last weeks, each up to their own last one: what a squad is looked over by.
WITH ended AS (
    SELECT athlete_id, max(week_start) AS last_week
    FROM athlete_week
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
)
SELECT
    w.athlete_id, w.week_start, w.days_covered_running, w.days_covered_strength, w.runs, w.distance_m, w.hip_sets,
    w.hip_dose, w.spike_ratio_max, w.checkin_pain_0_10
FROM athlete_week AS w
JOIN ended AS e ON e.athlete_id = w.athlete_id
WHERE w.week_start > e.last_week - CAST(7 * $weeks_back AS INTEGER)
ORDER BY w.athlete_id, w.week_start
