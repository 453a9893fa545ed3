-- What was recommended to an athlete on a day.
SELECT rule_id, advice_kind, headline, declined_because
FROM recommendation
WHERE athlete_id = $athlete_id AND given_on = CAST($day AS DATE)
