-- The strength sets of one activity.
SELECT exercise_name, source_name, side, sets, reps, duration_s, load_kg, rir, pain_0_10, hip_sets, note
FROM set_dose
WHERE activity_id = $activity_id
ORDER BY set_no
