-- Views of Explore that somebody saved, and measures of their own as formulas. `view` and `formula` are written forms,
-- read back and checked by whoever uses them. What is deleted stays, with the time of it, so that it can come back.
CREATE TABLE explore_view (
    view_id BIGINT, name VARCHAR, view VARCHAR, pinned BOOLEAN, saved_at_utc TIMESTAMP, deleted_at_utc TIMESTAMP
);
CREATE TABLE explore_formula (
    formula_id BIGINT, name VARCHAR, formula VARCHAR, unit VARCHAR, saved_at_utc TIMESTAMP, deleted_at_utc TIMESTAMP
);
