-- How an athlete wants load counted, and their sex, which the training impulse takes constants by; NULL lets the data decide.
SELECT a.sex, s.setting_no, s.hr_zone_method, s.load_basis, s.strength_in_load
FROM athlete AS a
LEFT JOIN (
    SELECT * FROM load_setting
    WHERE athlete_id = $athlete_id AND taken_back_at_utc IS NULL
    ORDER BY setting_no DESC LIMIT 1
) AS s ON s.athlete_id = a.athlete_id
WHERE a.athlete_id = $athlete_id
