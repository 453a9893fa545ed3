-- The names in an athlete's strength log with what they are taken for, those that hold the most sets first.
SELECT
    source, source_name, nameless_category AS fit_category, nameless_subtype AS fit_subtype,
    any_value(fit_category) AS any_category, any_value(fit_subtype) AS any_subtype,
    exercise_id, min(label_confidence) AS label_confidence, any_value(label_basis) AS label_basis,
    CAST(sum(sets) AS BIGINT) AS sets, max(performed_on) AS last_day,
    bool_or(hip_sets IS NULL) AS is_unknown
FROM (
    SELECT
        *, CASE WHEN source_name IS NULL THEN fit_category END AS nameless_category,
        CASE WHEN source_name IS NULL THEN fit_subtype END AS nameless_subtype
    FROM strength_set
    WHERE athlete_id = $athlete_id AND lane = 'logged' AND set_type <> 'warmup'
) AS named
GROUP BY source, source_name, nameless_category, nameless_subtype, exercise_id
ORDER BY sum(sets) DESC, source_name
