-- All activities of an athlete, the newest first, each with the sums of its parts; a sum is unknown where every part's is.
SELECT
    a.activity_id, a.name, a.start_local, CAST(a.start_local AS DATE) AS local_date, a.date_only, a.is_race,
    a.has_records, a.source_kind, s.sports, s.sub_sport, s.distance_m, s.moving_s, s.elapsed_s, s.hr_mean_bpm, s.ascent_m
FROM activity AS a
JOIN (
    SELECT
        p.activity_id, string_agg(DISTINCT p.sport, ', ' ORDER BY p.sport) AS sports, min(p.sub_sport) AS sub_sport,
        sum(p.distance_m) AS distance_m, sum(p.moving_s) AS moving_s, sum(p.elapsed_s) AS elapsed_s,
        sum(p.ascent_m) AS ascent_m,
        sum(p.hr_mean_bpm * p.moving_s) / sum(CASE WHEN p.hr_mean_bpm IS NOT NULL THEN p.moving_s END) AS hr_mean_bpm
    FROM session AS p
    SEMI JOIN activity AS own ON own.activity_id = p.activity_id AND own.athlete_id = $athlete_id
    GROUP BY p.activity_id
) AS s ON s.activity_id = a.activity_id
WHERE a.athlete_id = $athlete_id
ORDER BY a.start_local DESC NULLS LAST, a.activity_id DESC
