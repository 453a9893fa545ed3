-- The sums of some weeks of some athletes.
SELECT
    athlete_id, week_start, runs, distance_m, moving_s, hip_sets, unmapped_sets, spike_ratio_max, load_au,
    checkin_severity, days_covered_running, days_covered_strength
FROM athlete_week
WHERE athlete_id IN (SELECT unnest($athlete_ids)) AND week_start BETWEEN $first_day AND $last_day
