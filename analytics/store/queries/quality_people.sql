-- Of each athlete: whether sex and year of birth are known, the newest week, and which thresholds somebody or a watch has
-- said, which are estimated alone.
WITH threshold_of AS (
    SELECT
        athlete_id, threshold,
        bool_or(basis = 'said' AND taken_back_at_utc IS NULL) AS is_said,
        bool_or(basis = 'watch') AS is_of_watch,
        bool_or(basis = 'estimated') AS is_estimated
    FROM athlete_threshold
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY ALL
),
newest AS (SELECT athlete_id, max(week_start) AS last_week FROM athlete_week GROUP BY athlete_id),
bare AS (
    SELECT athlete_id, sex, birth_year, unnest(['hr_max_bpm', 'hr_rest_bpm', 'threshold_hr_bpm', 'threshold_speed_m_s']) AS threshold,
        unnest([hr_max_bpm, hr_rest_bpm, NULL, NULL]) AS entered
    FROM athlete
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
)
SELECT
    b.athlete_id, b.sex IS NOT NULL AS has_sex, b.birth_year IS NOT NULL AS has_birth_year, n.last_week, b.threshold,
    CASE
        WHEN b.entered IS NOT NULL OR t.is_said THEN 'said'
        WHEN t.is_of_watch THEN 'watch'
        WHEN t.is_estimated THEN 'estimated'
    END AS basis
FROM bare AS b
LEFT JOIN threshold_of AS t ON t.athlete_id = b.athlete_id AND t.threshold = b.threshold
LEFT JOIN newest AS n ON n.athlete_id = b.athlete_id
ORDER BY b.athlete_id, b.threshold
