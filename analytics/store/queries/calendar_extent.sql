-- From which week to which the logs of these athletes speak, and each one's next race.
SELECT
    min(w.week_start) AS first_week, max(w.week_start) AS last_week,
    (SELECT min(s.race_on) FROM week_setting AS s WHERE s.athlete_id IN (SELECT unnest($athlete_ids))) AS race_on
FROM athlete_week AS w
WHERE w.athlete_id IN (SELECT unnest($athlete_ids))
