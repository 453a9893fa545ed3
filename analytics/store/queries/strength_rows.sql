-- An athlete's strength work since a day, by day, exercise, side and lane. Warm-ups are left out; what a row
-- does not say (repetitions, seconds, load) stays unknown.
SELECT
    performed_on, week_start, lane, exercise_id, coalesce(side, 'both') AS side,
    sum(sets) AS sets, sum(sets * reps) AS reps, sum(sets * duration_s) AS duration_s,
    sum(sets * reps * load_kg) AS tonnage_kg, sum(hip_sets) AS hip_sets, sum(trunk_sets) AS trunk_sets
FROM set_dose
WHERE
    athlete_id = $athlete_id AND set_type <> 'warmup'
    AND ($since IS NULL OR performed_on >= CAST($since AS DATE))
GROUP BY ALL
ORDER BY performed_on, exercise_id, side
