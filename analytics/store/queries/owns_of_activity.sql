-- The numbers that the sources of a shown activity have alone.
SELECT own_id FROM activity_source WHERE activity_id = $activity_id
UNION
SELECT CAST($activity_id AS BIGINT) AS own_id
