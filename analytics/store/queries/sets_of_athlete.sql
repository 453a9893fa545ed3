-- Every set of an athlete that a label may change, shown or kept aside; what notes told and a person confirmed stays.
SELECT * FROM strength_set WHERE athlete_id = $athlete_id AND lane <> 'assumed' AND source <> 'note'
UNION ALL BY NAME
SELECT * FROM aside_strength_set
WHERE athlete_id = $athlete_id AND lane <> 'assumed' AND source <> 'note'
    AND set_id NOT IN (SELECT set_id FROM strength_set WHERE athlete_id = $athlete_id)
