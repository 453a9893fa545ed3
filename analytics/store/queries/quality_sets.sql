-- What sets lack, what is doubtful of them, and what hip work is described or assumed: sets, and from when to when; hip
-- sets for the lanes that are no log. One row an athlete and item, in words in reports/quality_items.py.
WITH one AS (
    SELECT *, lane = 'logged' AND set_type IS DISTINCT FROM 'warmup' AS is_work
    FROM counted_set
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
),
flag AS (
    SELECT
        athlete_id, performed_on AS day_of,
        CASE WHEN lane = 'logged' THEN sets ELSE hip_sets END AS weight,
        is_work AS sets,
        is_work AND reps IS NULL AND duration_s IS NULL AS sets_without_amount,
        is_work AND load_kg IS NULL AS sets_without_load,
        is_work AND coalesce(effort_imputed, false) AS sets_effort_imputed,
        is_work AND hip_sets IS NULL AND exercise_id IS NULL AS sets_unnamed,
        is_work AND hip_sets IS NULL AND exercise_id IS NOT NULL AS sets_label_unsure,
        lane = 'described' AS hip_sets_described,
        lane = 'assumed' AS hip_sets_assumed
    FROM one
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
