-- The rules of saved views and own measures; what stands inside them is checked where it is read.

CREATE TABLE explore_view (
    row_no BIGINT, latest_day DATE,
    view_id BIGINT NOT NULL, -- the view has no number
    name VARCHAR NOT NULL, -- the view has no name
    CHECK (length(trim(name)) BETWEEN 1 AND 80), -- the name of a view must have between 1 and 80 characters
    view VARCHAR NOT NULL, -- it is not said what the view shows
    CHECK (length(view) BETWEEN 2 AND 4000), -- the view is too long to keep
    pinned BOOLEAN NOT NULL, -- it is not said whether the view stands on the overview
    saved_at_utc TIMESTAMP NOT NULL, -- it is not said when the view was saved
    deleted_at_utc TIMESTAMP
);
CREATE TABLE explore_formula (
    row_no BIGINT, latest_day DATE,
    formula_id BIGINT NOT NULL, -- the measure has no number
    name VARCHAR NOT NULL, -- the measure has no name
    CHECK (length(trim(name)) BETWEEN 1 AND 60), -- the name of a measure must have between 1 and 60 characters
    formula VARCHAR NOT NULL, -- the measure has no formula
    CHECK (length(formula) BETWEEN 1 AND 400), -- a formula must have between 1 and 400 characters
    unit VARCHAR,
    CHECK (length(unit) BETWEEN 1 AND 20), -- a unit must have between 1 and 20 characters
    saved_at_utc TIMESTAMP NOT NULL, -- it is not said when the measure was saved
    deleted_at_utc TIMESTAMP
);
