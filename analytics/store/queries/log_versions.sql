-- What an athlete changed by hand in a log, in the order it was done.
SELECT entry_key, version_no, did, state_before, state_after, changed_at_utc, taken_back_at_utc
FROM log_version
WHERE athlete_id = $athlete_id AND log_name = $log_name
ORDER BY entry_key, version_no
