-- What was said of the file of one activity, and whether it may be one of two.
SELECT 'problem' AS kind, reason FROM import_problem
WHERE sha256 = (SELECT source_sha256 FROM activity WHERE activity_id = $activity_id)
UNION ALL
SELECT 'pair', reason FROM activity_pair WHERE verdict = 'doubt' AND (one_id = $activity_id OR other_id = $activity_id)
