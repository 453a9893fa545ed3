-- Which days each log of an athlete speaks for.
SELECT what, first_date, last_date
FROM coverage_span
WHERE athlete_id = $athlete_id
ORDER BY what, first_date
