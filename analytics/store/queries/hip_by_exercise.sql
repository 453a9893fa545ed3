-- What the hip sets of an athlete were made of since a day.
SELECT exercise_id, exercise_name, primary_target, sum(hip_sets) AS hip_sets, count(*) AS rows_logged
FROM set_dose
WHERE athlete_id = $athlete_id AND lane = 'logged' AND performed_on >= $since AND hip_sets > 0
GROUP BY exercise_id, exercise_name, primary_target
ORDER BY sum(hip_sets) DESC, exercise_name
