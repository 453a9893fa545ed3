-- What logged sets came to.
SELECT count(*) AS logged, sum(sets) AS sets, sum(hip_sets) AS hip_sets
FROM strength_set
WHERE list_contains($set_ids, set_id)
