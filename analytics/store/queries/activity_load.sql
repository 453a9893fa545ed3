-- The loads of one activity's sessions.
SELECT * FROM session_load WHERE activity_id = $activity_id ORDER BY session_no
