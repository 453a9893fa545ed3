-- Measures of one's own; deleted ones say when, and what was made of them still finds them.
SELECT formula_id, name, formula, unit, deleted_at_utc
FROM explore_formula
ORDER BY deleted_at_utc IS NOT NULL, lower(name), formula_id
