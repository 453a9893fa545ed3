-- How many of an athlete's runs since a day have a load on each basis: measured, taken from own runs; and what counts.
SELECT
    min(load_basis) AS load_basis, count(*) FILTER (WHERE load_kind = 'running') AS runs,
    count(session_rpe_au) FILTER (WHERE load_kind = 'running' AND effort_from = 'said') AS session_rpe_measured,
    count(session_rpe_au) FILTER (WHERE load_kind = 'running' AND effort_from = 'own_runs') AS session_rpe_estimated,
    count(trimp_au) FILTER (WHERE load_kind = 'running' AND hr_from <> 'own_runs') AS trimp_measured,
    count(trimp_au) FILTER (WHERE load_kind = 'running' AND hr_from = 'own_runs') AS trimp_estimated,
    count(edwards_au) FILTER (WHERE load_kind = 'running' AND hr_from <> 'own_runs') AS edwards_measured,
    count(edwards_au) FILTER (WHERE load_kind = 'running' AND hr_from = 'own_runs') AS edwards_estimated,
    count(lucia_au) FILTER (WHERE load_kind = 'running' AND hr_from <> 'own_runs') AS lucia_measured,
    count(lucia_au) FILTER (WHERE load_kind = 'running' AND hr_from = 'own_runs') AS lucia_estimated,
    count(hrtss_au) FILTER (WHERE load_kind = 'running' AND hr_from <> 'own_runs') AS hrtss_measured,
    count(hrtss_au) FILTER (WHERE load_kind = 'running' AND hr_from = 'own_runs') AS hrtss_estimated,
    count(rtss_au) FILTER (WHERE load_kind = 'running' AND speed_from <> 'own_runs') AS rtss_measured,
    count(rtss_au) FILTER (WHERE load_kind = 'running' AND speed_from = 'own_runs') AS rtss_estimated,
    count(load_min) FILTER (WHERE load_kind = 'running') AS running_minutes_measured,
    0 AS running_minutes_estimated,
    count(*) FILTER (WHERE hr_from = 'mean' AND load_kind = 'running') AS runs_from_mean_hr,
    count(*) FILTER (WHERE load_kind = 'strength') AS strength_days,
    count(*) FILTER (WHERE load_kind = 'strength' AND load_counts) AS strength_days_counted,
    count(*) FILTER (WHERE load_kind = 'strength' AND load_counts AND load_from = 'assumed') AS strength_days_assumed,
    count(*) FILTER (WHERE load_kind = 'other') AS other_sessions,
    count(*) FILTER (WHERE load_kind = 'other' AND load_counts) AS other_sessions_counted
FROM session_load
WHERE athlete_id = $athlete_id AND local_date > $since
