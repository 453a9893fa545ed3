-- The logs an athlete's sets of one-leg exercises come from, where no side is said; $unilateral lists those exercises.
SELECT source, CAST(sum(sets) AS BIGINT) AS sets
FROM strength_set
WHERE athlete_id = $athlete_id AND lane = 'logged' AND side IS NULL AND list_contains(string_split(CAST($unilateral AS VARCHAR), '|'), exercise_id)
GROUP BY source
ORDER BY sum(sets) DESC, source
