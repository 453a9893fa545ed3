-- The problems of an athlete's check-ins, as they were answered.
SELECT week_start, problem_no, problem_kind, site, side, q1, q2, q3, q4, pain_0_10, injury_id
FROM checkin_problem
WHERE athlete_id = $athlete_id
ORDER BY week_start, problem_no
