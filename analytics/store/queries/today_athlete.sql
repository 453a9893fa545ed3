-- One athlete with the last day that any log speaks of.
SELECT athlete_id, name, coalesce(simulated, false) AS simulated, birth_year, level, kit, last_date
FROM current_athlete
WHERE athlete_id = $athlete_id
