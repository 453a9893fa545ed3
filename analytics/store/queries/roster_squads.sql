-- One row a squad's member.
SELECT s.squad_id, s.name AS squad_name, m.athlete_id
FROM squad AS s
JOIN squad_member AS m ON m.squad_id = s.squad_id
JOIN athlete AS a ON a.athlete_id = m.athlete_id
ORDER BY s.name, s.squad_id, m.athlete_id
