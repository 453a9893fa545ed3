-- What is doubtful in an athlete's log, counted.
SELECT
    (SELECT count(*) FROM activity WHERE athlete_id = $athlete_id) AS activities,
    (SELECT count(*) FROM activity WHERE athlete_id = $athlete_id AND quality IS NOT NULL AND quality <> 'good') AS activities_damaged,
    (SELECT count(*) FROM activity WHERE athlete_id = $athlete_id AND zone_basis = 'assumed') AS activities_zone_assumed,
    (SELECT count(*) FROM running_session WHERE athlete_id = $athlete_id) AS runs,
    (SELECT count(*) FROM running_session WHERE athlete_id = $athlete_id AND distance_m IS NULL) AS runs_without_distance,
    (SELECT count(*) FROM running_session WHERE athlete_id = $athlete_id AND hr_mean_bpm IS NULL) AS runs_without_heart_rate,
    (SELECT count(*) FROM running_session WHERE athlete_id = $athlete_id AND steady_graded_speed_m_s IS NOT NULL) AS runs_steady,
    (SELECT coalesce(sum(sets), 0) FROM counted_set WHERE athlete_id = $athlete_id AND lane = 'logged') AS sets_logged,
    (SELECT coalesce(sum(sets), 0) FROM counted_set WHERE athlete_id = $athlete_id AND lane = 'logged' AND set_type <> 'warmup' AND hip_sets IS NULL) AS sets_unmapped,
    (SELECT coalesce(sum(sets), 0) FROM counted_set WHERE athlete_id = $athlete_id AND lane = 'logged' AND effort_imputed) AS sets_effort_imputed,
    (SELECT coalesce(sum(hip_sets), 0) FROM counted_set WHERE athlete_id = $athlete_id AND lane = 'described') AS hip_sets_described,
    (SELECT coalesce(sum(hip_sets), 0) FROM counted_set WHERE athlete_id = $athlete_id AND lane = 'assumed') AS hip_sets_assumed,
    (SELECT count(*) FROM injury WHERE athlete_id = $athlete_id) AS injuries,
    (SELECT count(*) FROM injury WHERE athlete_id = $athlete_id AND recovered_date IS NULL) AS injuries_open,
    (SELECT count(*) FROM injury WHERE athlete_id = $athlete_id AND (site IS NULL OR site = 'unspecified')) AS injuries_without_site
