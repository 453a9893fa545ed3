-- Injuries as recorded, the newest first; last_date is where the injury log ends, for those still open.
SELECT
    i.injury_id, i.athlete_id, a.name AS athlete, i.onset_date, i.site, i.diagnosis_id, i.side, i.mode, i.case_level,
    i.running_related, i.time_loss_start, i.recovered_date, i.pain_0_10, i.onset, i.onset_precision, i.osiics,
    i.recurrence, i.recurrence_of, i.time_loss_end, x.last_date
FROM injury AS i
JOIN athlete AS a ON a.athlete_id = i.athlete_id
LEFT JOIN (
    SELECT athlete_id, max(local_date) AS last_date
    FROM athlete_day
    WHERE $athlete_id IS NULL OR athlete_id = CAST($athlete_id AS INTEGER)
    GROUP BY athlete_id
) AS x
    ON x.athlete_id = i.athlete_id
WHERE $athlete_id IS NULL OR i.athlete_id = CAST($athlete_id AS INTEGER)
ORDER BY i.onset_date DESC, i.injury_id
