-- Everybody, the real ones first.
SELECT athlete_id, name, coalesce(simulated, false) AS simulated
FROM athlete
ORDER BY coalesce(simulated, false), name, athlete_id
