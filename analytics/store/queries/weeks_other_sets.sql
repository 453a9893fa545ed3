-- Logged sets of each athlete and week counted in other ways than hip sets are: for the question whether the way of
-- counting makes the answer. Weeks without a logged set have no row.
SELECT
    athlete_id, week_start,
    sum(hip_sets / nullif(hip_weight, 0)) AS sets_unweighted,
    sum(hip_sets / nullif(hip_weight, 0) * least(hip_weight + $step, 1)) AS sets_weighted_up,
    sum(hip_sets / nullif(hip_weight, 0) * greatest(hip_weight - $step, 0)) AS sets_weighted_down,
    sum(CASE WHEN purpose IS DISTINCT FROM 'rehab' THEN hip_sets ELSE 0 END) AS sets_without_rehab,
    sum(CASE WHEN hip_sets = 0 THEN sets ELSE 0 END) AS sets_elsewhere
FROM set_dose
WHERE lane = 'logged' AND set_type IS DISTINCT FROM 'warmup' AND ($athlete_id IS NULL OR athlete_id = CAST($athlete_id AS INTEGER))
GROUP BY athlete_id, week_start
ORDER BY athlete_id, week_start
