-- Injuries with all that is recorded of them, the newest first; the run one began in where it is still there.
SELECT i.*, a.name AS onset_activity_name, a.start_local AS onset_activity_start
FROM injury AS i
LEFT JOIN activity AS a ON a.activity_id = i.onset_activity_id
WHERE i.athlete_id = $athlete_id
ORDER BY i.onset_date DESC, i.injury_id
