-- What an athlete decided about things found in the words of their activities, the newest first.
SELECT finding_id, finding_kind, decision, decided_at_utc FROM note_decision
WHERE athlete_id = $athlete_id
ORDER BY decided_at_utc DESC
