-- Days that weeks can be counted from: the onset of injuries, or races.
SELECT athlete_id, onset_date AS day, case_level AS kind, 'injury' AS event
FROM injury
WHERE running_related IS DISTINCT FROM false
UNION ALL
SELECT r.athlete_id, r.local_date, '', 'race'
FROM running_session AS r
JOIN activity AS a ON a.activity_id = r.activity_id
WHERE a.is_race
ORDER BY 1, 2
