-- What an athlete has said of names in their logs, the last word on each; exercise_id NULL is "no hip work in it".
SELECT source, name_key, fit_category, fit_subtype, source_name, exercise_id, said_at_utc
FROM exercise_label
WHERE athlete_id = $athlete_id AND taken_back_at_utc IS NULL
QUALIFY row_number() OVER (PARTITION BY source, name_key, fit_category, fit_subtype ORDER BY label_no DESC) = 1
ORDER BY label_no DESC
