-- Logged strength rows with the exercise they stand for.
CREATE OR REPLACE VIEW set_dose AS
SELECT
    s.*,
    e.name AS exercise_name, e.family, e.primary_target, e.hip_weight,
    CAST(date_trunc('week', s.performed_on) AS DATE) AS week_start
FROM counted_set AS s
LEFT JOIN exercise AS e ON e.exercise_id = s.exercise_id;
