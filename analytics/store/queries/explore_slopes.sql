-- What an athlete's steady runs tell of them: the usual heart rate, and how speed rises with it within a run.
SELECT athlete_id, hr_ref_bpm, slope_log_speed_per_bpm AS slope, slopes
FROM steady_habit
WHERE ($athlete_ids IS NULL OR list_contains(CAST($athlete_ids AS INTEGER[]), athlete_id))
ORDER BY athlete_id
