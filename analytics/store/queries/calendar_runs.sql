-- The runs of some weeks of some athletes, each with whether it was a race.
SELECT
    r.athlete_id, r.activity_id, r.local_date, r.distance_m, r.moving_s, r.sub_sport, r.spike_ratio, a.is_race
FROM running_session AS r
JOIN activity AS a ON a.activity_id = r.activity_id
WHERE r.athlete_id IN (SELECT unnest($athlete_ids)) AND r.local_date BETWEEN $first_day AND $last_day
ORDER BY r.start_local
