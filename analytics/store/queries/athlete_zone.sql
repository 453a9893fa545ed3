-- The zone an athlete named; else the one most of their activities with a position or a zone of their own lie in.
SELECT coalesce(
    (SELECT zone FROM athlete WHERE athlete_id = $athlete_id),
    (
        SELECT zone FROM activity
        WHERE athlete_id = $athlete_id AND zone_basis = 'coordinates'
        GROUP BY zone ORDER BY count(*) DESC, zone LIMIT 1
    )
) AS zone
