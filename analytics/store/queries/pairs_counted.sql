-- How many pairs wait for a person's word: of activities, and of a day's strength log and a watch's session.
WITH shown AS (
    SELECT activity_id, activity_id AS own_id FROM activity
    UNION
    SELECT activity_id, own_id FROM activity_source
)
SELECT
    (
        SELECT count(DISTINCT (p.one_id, p.other_id))
        FROM activity_pair AS p
        JOIN shown AS o ON o.own_id = p.one_id
        JOIN shown AS t ON t.own_id = p.other_id
        WHERE p.verdict = 'doubt' AND o.activity_id <> t.activity_id
    ) + (SELECT count(*) FROM log_match WHERE verdict = 'doubt') AS pairs
