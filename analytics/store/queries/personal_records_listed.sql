-- The records an athlete's accounts keep, each once, the current ones first.
SELECT DISTINCT record_kind, record_value, distance_m, duration_s, achieved_on, external_id, is_current
FROM personal_record
WHERE athlete_id = $athlete_id
ORDER BY is_current DESC NULLS LAST, record_kind, achieved_on
