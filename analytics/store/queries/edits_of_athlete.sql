-- All that a person changed of an athlete's activities, in the order in which it was said; taken back or not.
SELECT edit_no, athlete_id, activity_id, edit_kind, edit_was, edit_is, other_id, said_at_utc, taken_back_at_utc
FROM activity_edit
WHERE athlete_id = $athlete_id
ORDER BY edit_no
