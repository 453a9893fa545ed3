-- Sensors, what was worn or ridden, and what the watch knew of its wearer on the day.
SELECT 'sensor' AS kind, name, CAST(NULL AS DOUBLE) AS fact_value, sensor_no AS place
FROM activity_sensor WHERE activity_id = $activity_id
UNION ALL
SELECT 'gear', name, NULL, gear_no FROM activity_gear WHERE activity_id = $activity_id
UNION ALL
SELECT 'wearer', fact, fact_value, 0 FROM wearer_fact WHERE activity_id = $activity_id
ORDER BY kind, place, name
