-- What athletes can be told apart by.
SELECT athlete_id, coalesce(sex, '') AS sex, level
FROM athlete
ORDER BY athlete_id
