-- The sets of the last workout that was logged, of those whose exercise is known: one day, one title.
WITH last AS (
    SELECT performed_on, workout
    FROM set_dose
    WHERE athlete_id = $athlete_id AND lane = 'logged' AND set_type <> 'warmup' AND exercise_name IS NOT NULL
    ORDER BY performed_on DESC, start_utc DESC NULLS LAST, set_no DESC
    LIMIT 1
)
SELECT s.performed_on, s.workout, s.exercise_id, s.exercise_name, s.side, s.sets, s.reps, s.duration_s, s.load_kg
FROM set_dose AS s
JOIN last ON last.performed_on = s.performed_on AND last.workout IS NOT DISTINCT FROM s.workout
WHERE s.athlete_id = $athlete_id AND s.lane = 'logged' AND s.set_type <> 'warmup' AND s.exercise_name IS NOT NULL
ORDER BY s.set_no
