-- What the records of an activity's running sessions say.
SELECT * FROM run_measure WHERE activity_id = $activity_id ORDER BY session_no
