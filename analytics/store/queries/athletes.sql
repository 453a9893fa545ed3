-- Everybody with how much of them is here, the real ones first.
SELECT
    name, CASE WHEN simulated THEN 'simulated' ELSE '' END AS kind,
    activities, strength_sets, injuries, first_date, last_date
FROM current_athlete
ORDER BY coalesce(simulated, false), name, athlete_id
