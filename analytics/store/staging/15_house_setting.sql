-- The rules of what is chosen once for everything.

CREATE TABLE house_setting (
    row_no BIGINT, latest_day DATE,
    setting VARCHAR NOT NULL, -- it is not said what is set
    CHECK (setting IN ('case_level')), -- there is nothing called '{setting}' to set
    setting_value VARCHAR NOT NULL, -- it is not said what it is set to
    CHECK (setting <> 'case_level' OR setting_value IN ('complaint', 'substantial', 'time_loss')), -- '{setting_value}' is not complaint, substantial or time_loss
    set_at_utc TIMESTAMP NOT NULL -- it is not said when this was set
);
