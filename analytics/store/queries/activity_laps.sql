-- The laps of one activity as the watch made them.
SELECT session_no, lap_no, distance_m, moving_s, elapsed_s, hr_mean_bpm, hr_max_bpm
FROM lap
WHERE activity_id = $activity_id
ORDER BY session_no, lap_no
