-- When a run had come that far: the first second at which the records tell of the distance.
SELECT min(time_fit_s) AS time_fit_s FROM record WHERE activity_id = $activity_id AND distance_cm >= $distance_m * 100
