-- The days of some weeks of some athletes: rest is 0, a day no log speaks for is unknown.
SELECT
    athlete_id, local_date, running_covered, strength_covered, injury_covered, runs, distance_m, strength_sets,
    hip_sets, unmapped_sets, time_loss
FROM athlete_day
WHERE athlete_id IN (SELECT unnest($athlete_ids)) AND local_date BETWEEN $first_day AND $last_day
