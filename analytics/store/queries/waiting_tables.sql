-- The tables that wait for somebody to say what their columns mean, the newest first.
SELECT sha256, athlete_id, name, header_fingerprint, reason, waiting_since_utc FROM waiting_table
ORDER BY waiting_since_utc DESC, name
