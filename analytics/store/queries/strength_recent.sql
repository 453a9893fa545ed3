-- The latest sets of an athlete as logged, with what they earned.
SELECT s.performed_on, s.exercise_name, s.source_name, s.source, s.side, s.sets, s.reps, s.duration_s, s.load_kg, s.rir,
    s.pain_0_10, s.hip_sets, s.lane
FROM set_dose AS s
WHERE s.athlete_id = $athlete_id
ORDER BY s.performed_on DESC, s.start_utc DESC NULLS LAST, s.set_no DESC
LIMIT CAST($most AS BIGINT)
