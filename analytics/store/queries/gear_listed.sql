-- What an athlete's accounts say of shoes and bicycles, with how far each has come by the activities it was used for.
WITH used AS (
    SELECT g.name, g.activity_id
    FROM activity_gear AS g JOIN activity AS a ON a.activity_id = g.activity_id
    WHERE a.athlete_id = $athlete_id
    UNION
    SELECT u.name, a.activity_id
    FROM gear_use AS u JOIN activity AS a ON a.athlete_id = u.athlete_id AND a.external_id = u.external_id
    WHERE u.athlete_id = $athlete_id
),
lengths AS (
    SELECT u.name, count(DISTINCT u.activity_id) AS activities, sum(s.distance_m) AS distance_m
    FROM used AS u LEFT JOIN session AS s ON s.activity_id = u.activity_id
    GROUP BY u.name
),
listed AS (
    SELECT name, min(gear_kind) AS gear_kind, min(brand) AS brand, min(model) AS model, bool_or(is_retired) AS is_retired,
        max(limit_m) AS limit_m
    FROM gear WHERE athlete_id = $athlete_id GROUP BY name
)
SELECT coalesce(g.name, u.name) AS name, g.gear_kind, g.brand, g.model, g.is_retired, g.limit_m,
    coalesce(u.activities, 0) AS activities, u.distance_m
FROM listed AS g FULL JOIN lengths AS u ON u.name = g.name
ORDER BY name
