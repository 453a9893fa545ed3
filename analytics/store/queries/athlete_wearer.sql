-- What is known of an athlete's weight, heart rates, zones and threshold power: their own word, else the newest a watch
-- was told, with its day. Zones are those of one recording, so that their ends fit each other.
WITH entered AS (
    SELECT unnest(['weight_kg', 'hr_max_bpm', 'hr_rest_bpm']) AS fact,
        unnest([body_mass_kg, hr_max_bpm, hr_rest_bpm]) AS fact_value
    FROM athlete WHERE athlete_id = $athlete_id
),
recorded AS (
    SELECT w.fact, w.fact_value, CAST(a.start_local AS DATE) AS known_on,
        rank() OVER (
            PARTITION BY CASE WHEN w.fact LIKE 'hr_zone%' THEN 'zones' ELSE w.fact END
            ORDER BY a.start_utc DESC, a.activity_id DESC
        ) AS place
    FROM wearer_fact AS w
    JOIN activity AS a ON a.activity_id = w.activity_id
    WHERE a.athlete_id = $athlete_id
)
SELECT fact, fact_value, NULL AS known_on, 'entered' AS basis FROM entered WHERE fact_value IS NOT NULL
UNION ALL
SELECT fact, fact_value, known_on, 'file' FROM recorded
WHERE place = 1 AND fact NOT IN (SELECT fact FROM entered WHERE fact_value IS NOT NULL)
ORDER BY fact
