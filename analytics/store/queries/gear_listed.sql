-- What an athlete's accounts say of shoes and bicycles, with how far each has come by our activities it was used for:
-- of shoes what was done on foot, of bicycles what was ridden. Activities left out count for nothing here either.
WITH told AS (
    SELECT activity_id, external_id FROM activity WHERE athlete_id = $athlete_id
    UNION
    SELECT s.activity_id, a.external_id
    FROM activity_source AS s
    JOIN aside_activity AS a ON a.activity_id = s.source_id
    WHERE s.athlete_id = $athlete_id
),
used AS (
    SELECT g.name, g.activity_id
    FROM activity_gear AS g
    JOIN activity AS a ON a.activity_id = g.activity_id
    WHERE a.athlete_id = $athlete_id
    UNION
    SELECT u.name, t.activity_id
    FROM gear_use AS u
    JOIN told AS t ON t.external_id = u.external_id
    WHERE u.athlete_id = $athlete_id
),
listed AS (
    SELECT
        name, min(gear_kind) AS gear_kind, min(brand) AS brand, min(model) AS model, bool_or(is_retired) AS is_retired,
        max(limit_m) AS limit_m, min(first_date) AS first_date, max(last_date) AS last_date, min(source_sha256) AS source_sha256
    FROM gear
    WHERE athlete_id = $athlete_id
    GROUP BY name
),
lengths AS (
    SELECT
        u.name, count(DISTINCT u.activity_id) AS activities, sum(s.distance_m) AS distance_m,
        count(DISTINCT CASE WHEN s.distance_m IS NULL THEN u.activity_id END) AS activities_unmeasured,
        min(CAST(a.start_local AS DATE)) AS first_used, max(CAST(a.start_local AS DATE)) AS last_used
    FROM used AS u
    JOIN activity AS a ON a.activity_id = u.activity_id AND a.left_out_because IS NULL
    LEFT JOIN listed AS g ON g.name = u.name
    LEFT JOIN session AS s
        ON s.activity_id = u.activity_id AND CASE g.gear_kind
            WHEN 'shoe' THEN s.sport NOT IN ('cycling', 'swimming', 'rowing')
            WHEN 'bike' THEN s.sport NOT IN ('running', 'walking', 'hiking', 'swimming', 'rowing')
            ELSE true
        END
    GROUP BY u.name
)
SELECT
    coalesce(g.name, u.name) AS name, g.gear_kind, g.brand, g.model, g.is_retired, g.limit_m, g.first_date, g.last_date,
    coalesce(u.activities, 0) AS activities, u.distance_m, coalesce(u.activities_unmeasured, 0) AS activities_unmeasured,
    u.first_used, u.last_used,
    (SELECT min(f.kind) FROM source_file AS f WHERE f.sha256 = g.source_sha256) AS source_kind
FROM listed AS g
FULL JOIN lengths AS u ON u.name = g.name
ORDER BY name
