-- What the models ask about people; never their names.
SELECT athlete_id, sex, birth_year, running_since, coalesce(simulated, false) AS simulated
FROM athlete
ORDER BY athlete_id
