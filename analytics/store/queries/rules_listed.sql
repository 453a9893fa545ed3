-- The numbers that the views use, with their sources.
SELECT name, value, unit, source
FROM rule
ORDER BY name
