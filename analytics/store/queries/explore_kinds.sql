-- The kinds of run there are.
SELECT coalesce(sub_sport, '') AS kind, count(*) AS runs
FROM running_session
GROUP BY 1
ORDER BY runs DESC, kind
