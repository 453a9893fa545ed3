-- A run beside the longest run of the days before it.
SELECT distance_m, longest_30d_before_m, spike_ratio FROM running_session WHERE activity_id = $activity_id
ORDER BY spike_ratio DESC NULLS LAST
LIMIT 1
