-- What an athlete said about their weeks.
SELECT running_days, hip_goal, race_on, race_km FROM week_setting WHERE athlete_id = $athlete_id
