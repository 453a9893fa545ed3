-- Where the timer of one activity stood still.
SELECT epoch(start_utc) AS start_s, duration_s FROM activity_pause WHERE activity_id = $activity_id ORDER BY start_utc
