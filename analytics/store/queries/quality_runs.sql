-- What runs lack, what is doubtful of them and what of their load is estimated: how many, and from when to when. One row
-- an athlete and item; reports/quality_items.py says in words what each item is. $apart_pct is the disagreement of two
-- distances that is worth a look.
WITH edited AS (
    SELECT DISTINCT activity_id FROM activity_edit WHERE edit_kind = 'distance' AND taken_back_at_utc IS NULL
),
file AS (
    SELECT activity_id, quality, zone_basis FROM activity
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
),
load_of AS (
    SELECT activity_id, session_no, load_from, load_basis, hr_from, effort_from, load_au
    FROM session_load
    WHERE load_kind = 'running' AND athlete_id IN (SELECT unnest($athlete_ids))
),
flag AS (
    SELECT
        r.athlete_id, r.local_date AS day_of, 1 AS weight,
        true AS runs,
        r.distance_m IS NULL AS runs_without_distance,
        r.hr_mean_bpm IS NULL AND r.hr_known_s IS NULL AS runs_without_heart_rate,
        NOT coalesce(r.has_records, false) AS runs_without_records,
        r.rpe_0_10 IS NULL AS runs_without_effort,
        l.load_au IS NULL AS loads_unknown,
        coalesce(l.load_from IN ('own_runs', 'assumed'), false) AS loads_from_own_runs,
        coalesce(l.load_from = 'mean', false) AS loads_from_mean,
        coalesce(f.quality = 'cut_off', false) AS runs_cut_off,
        coalesce(f.quality NOT IN ('good', 'cut_off'), false) AS runs_damaged,
        coalesce(f.zone_basis = 'assumed', false) AS runs_zone_assumed,
        coalesce(f.zone_basis = 'athlete', false) AS runs_zone_of_athlete,
        coalesce(r.sub_sport IN ('treadmill', 'indoor_running'), false) AND e.activity_id IS NULL AS runs_treadmill,
        coalesce(r.steady_excluded_because = $too_fast, false) AS runs_with_jumps,
        coalesce(
            abs(r.distance_records_m - r.distance_m) * 100 > $apart_pct * r.distance_m
            AND NOT coalesce(r.sub_sport IN ('treadmill', 'indoor_running'), false), false
        ) AS runs_distances_apart
    FROM running_session AS r
    LEFT JOIN file AS f ON f.activity_id = r.activity_id
    LEFT JOIN edited AS e ON e.activity_id = r.activity_id
    LEFT JOIN load_of AS l ON l.activity_id = r.activity_id AND l.session_no = r.session_no
    WHERE r.athlete_id IN (SELECT unnest($athlete_ids))
),
counted AS (
    SELECT
        athlete_id,
        {
            'n': CAST(coalesce(sum(weight) FILTER (WHERE COLUMNS(* EXCLUDE (athlete_id, day_of, weight))), 0) AS DOUBLE),
            'first_day': min(day_of) FILTER (WHERE COLUMNS(* EXCLUDE (athlete_id, day_of, weight))),
            'last_day': max(day_of) FILTER (WHERE COLUMNS(* EXCLUDE (athlete_id, day_of, weight)))
        }
    FROM flag
    GROUP BY athlete_id
),
listed AS (
    UNPIVOT counted ON COLUMNS(* EXCLUDE (athlete_id)) INTO NAME item VALUE found
)
SELECT athlete_id, item, found.n AS n, found.first_day AS first_day, found.last_day AS last_day
FROM listed
ORDER BY athlete_id, item
