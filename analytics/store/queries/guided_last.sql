-- The last finished session of an athlete between two days.
SELECT session_token, workout, performed_on, pain_during_0_10, pain_end_0_10, pain_next_morning_0_10, worse_next_morning
FROM guided_session
WHERE session_status = 'finished' AND athlete_id = $athlete_id
    AND performed_on BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
ORDER BY performed_on DESC, finished_at_utc DESC
LIMIT 1
