-- On which basis the loads of some days stand, athlete by athlete: one series has one basis.
SELECT athlete_id, any_value(load_basis) AS load_basis
FROM session_load
WHERE athlete_id IN (SELECT unnest($athlete_ids)) AND local_date BETWEEN $first_day AND $last_day AND load_basis IS NOT NULL
GROUP BY athlete_id
