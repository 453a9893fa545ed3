-- What the runs and sets of several athletes lack, counted without days and without joining anything: for a squad's table.
-- One row an athlete and item, as quality_runs.sql and quality_sets.sql name them; what a file says is counted by activity.
WITH run AS (
    SELECT
        athlete_id,
        count(*) AS runs,
        count(*) FILTER (WHERE hr_mean_bpm IS NULL AND hr_known_s IS NULL) AS runs_without_heart_rate,
        count(*) FILTER (WHERE NOT coalesce(has_records, false)) AS runs_without_records,
        count(*) FILTER (WHERE rpe_0_10 IS NULL) AS runs_without_effort,
        count(*) FILTER (WHERE sub_sport IN ('treadmill', 'indoor_running')) AS runs_treadmill,
        count(*) FILTER (WHERE steady_excluded_because = $too_fast) AS runs_with_jumps,
        count(*) FILTER (
            WHERE abs(distance_records_m - distance_m) * 100 > $apart_pct * distance_m
            AND coalesce(sub_sport, '') NOT IN ('treadmill', 'indoor_running')
        ) AS runs_distances_apart
    FROM running_session
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
load_of AS (
    SELECT
        athlete_id,
        count(*) FILTER (WHERE load_au IS NULL) AS loads_unknown,
        count(*) FILTER (WHERE load_from IN ('own_runs', 'assumed')) AS loads_from_own_runs
    FROM session_load
    WHERE load_kind = 'running' AND athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
file AS (
    SELECT
        athlete_id,
        count(*) FILTER (WHERE quality = 'cut_off') AS runs_cut_off,
        count(*) FILTER (WHERE quality NOT IN ('good', 'cut_off')) AS runs_damaged,
        count(*) FILTER (WHERE zone_basis = 'assumed') AS runs_zone_assumed
    FROM activity
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
set_of AS (
    SELECT
        athlete_id,
        count(*) FILTER (WHERE exercise_id IS NULL) AS sets_unnamed,
        count(*) FILTER (WHERE exercise_id IS NOT NULL) AS sets_label_unsure
    FROM strength_set
    WHERE lane = 'logged' AND set_type IS DISTINCT FROM 'warmup' AND hip_sets IS NULL
        AND athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
told AS (
    SELECT a.athlete_id, r.* EXCLUDE (athlete_id), l.* EXCLUDE (athlete_id), f.* EXCLUDE (athlete_id), s.* EXCLUDE (athlete_id)
    FROM athlete AS a
    LEFT JOIN run AS r ON r.athlete_id = a.athlete_id
    LEFT JOIN load_of AS l ON l.athlete_id = a.athlete_id
    LEFT JOIN file AS f ON f.athlete_id = a.athlete_id
    LEFT JOIN set_of AS s ON s.athlete_id = a.athlete_id
    WHERE a.athlete_id IN (SELECT unnest($athlete_ids))
),
listed AS (
    UNPIVOT told ON COLUMNS(* EXCLUDE (athlete_id)) INTO NAME item VALUE n
)
SELECT athlete_id, item, CAST(n AS DOUBLE) AS n, NULL AS first_day, NULL AS last_day
FROM listed
ORDER BY athlete_id, item
