-- The rules of what a person says about their weeks.

CREATE TABLE week_setting (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose weeks these are
    running_days VARCHAR NOT NULL, -- it is not said which days are run
    CHECK (regexp_full_match(running_days, '((rest|easy|hard|long),){6}(rest|easy|hard|long)')), -- a week has seven days, each a rest, easy, hard or long one
    hip_goal VARCHAR, CHECK (hip_goal IN ('build', 'keep')), -- '{hip_goal}' is no goal: build or keep
    race_on DATE, race_km DOUBLE, CHECK (race_km > 0 AND race_km <= 500), -- a race of {race_km:g} km is not a running race
    set_at_utc TIMESTAMP NOT NULL -- it is not said when this was set
);
