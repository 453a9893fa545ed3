-- Everything known of an athlete's thresholds: what was said (and taken back), what watches knew, what the runs show. The
-- heart rates entered with the name have no day and no number.
SELECT threshold_no, threshold, threshold_value, from_date, basis, how, said_at_utc, taken_back_at_utc
FROM athlete_threshold
WHERE athlete_id = $athlete_id
UNION ALL
SELECT NULL, threshold, threshold_value, NULL, 'said', NULL, NULL, NULL
FROM (
    SELECT unnest(['hr_max_bpm', 'hr_rest_bpm']) AS threshold, unnest([hr_max_bpm, hr_rest_bpm]) AS threshold_value
    FROM athlete WHERE athlete_id = $athlete_id
) AS entered
WHERE threshold_value IS NOT NULL
ORDER BY threshold, from_date NULLS FIRST, threshold_no
