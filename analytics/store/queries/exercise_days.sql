-- Each day of each exercise between two dates, as logged: how many sets, and the least and the worst of them.
SELECT
    exercise_id, performed_on, sum(sets) AS sets, min(reps) AS reps, min(duration_s) AS duration_s, min(rir) AS rir,
    max(pain_0_10) AS pain_0_10,
    sum(CASE WHEN side = 'left' THEN sets * coalesce(reps, duration_s) END) AS left_amount,
    sum(CASE WHEN side = 'right' THEN sets * coalesce(reps, duration_s) END) AS right_amount
FROM counted_set
WHERE
    athlete_id = $athlete_id AND lane = 'logged' AND set_type <> 'warmup' AND exercise_id IS NOT NULL
    AND hip_sets IS NOT NULL AND performed_on BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
GROUP BY exercise_id, performed_on
ORDER BY exercise_id, performed_on
