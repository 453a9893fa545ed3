-- Up to which day a strength log speaks, athlete by athlete, and for how many days since a day it does.
SELECT athlete_id, count(*) AS days_covered, max(local_date) AS last_covered
FROM athlete_day
WHERE athlete_id IN (SELECT unnest($athlete_ids)) AND local_date >= CAST($since AS DATE) AND strength_covered
GROUP BY athlete_id
