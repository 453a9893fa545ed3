-- What athletes logged since a day, exercise by exercise: sets by hand, of an app, of a watch, of a guided session. A day
-- that a strength log covers and that holds no such row had none.
SELECT s.athlete_id, s.performed_on, s.exercise_id, sum(s.hip_sets) AS hip_sets, sum(s.sets) AS sets
FROM counted_set AS s
WHERE s.athlete_id IN (SELECT unnest($athlete_ids)) AND s.performed_on >= CAST($since AS DATE)
    AND s.lane <> 'assumed' AND s.set_type <> 'warmup' AND s.exercise_id IS NOT NULL
GROUP BY ALL
ORDER BY s.athlete_id, s.performed_on
