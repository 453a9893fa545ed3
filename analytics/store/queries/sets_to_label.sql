-- Every stored set that stands for logged work, as labelling reads it (what a note told, a person has confirmed); $athlete is a name, or NULL for everybody.
SELECT s.*
FROM strength_set AS s
JOIN athlete AS a ON a.athlete_id = s.athlete_id
WHERE s.lane <> 'assumed' AND s.source <> 'note' AND NOT a.simulated
    AND (CAST($athlete AS VARCHAR) IS NULL OR lower(a.name) = lower(CAST($athlete AS VARCHAR)))
