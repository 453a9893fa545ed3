-- The draft an athlete has under way since a day, the newest; without an athlete, the one nobody has claimed.
SELECT session_token
FROM guided_session
WHERE session_status = 'under_way' AND athlete_id IS NOT DISTINCT FROM CAST($athlete_id AS INTEGER)
    AND performed_on >= CAST($since AS DATE)
ORDER BY started_at_utc DESC
LIMIT 1
