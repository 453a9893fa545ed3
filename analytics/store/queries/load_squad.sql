-- The last weeks of everybody, to hold each one's newest week against their own.
SELECT
    w.athlete_id, w.week_start, w.days_covered_running, w.runs, w.distance_m, w.longest_run_m, w.load_au, w.loads_unknown,
    w.loads_estimated, w.spike_ratio_max, w.hip_sets, w.days_covered_strength
FROM athlete_week AS w
WHERE w.week_start >= CAST($since AS DATE)
ORDER BY w.athlete_id, w.week_start
