-- The rules of what is chosen once for everything.

CREATE TABLE house_setting (
    row_no BIGINT, latest_day DATE,
    setting VARCHAR NOT NULL, -- it is not said what is set
    CHECK (setting IN ('case_level', 'alert_budget', 'units', 'motion', 'numbers', 'first_day', 'language')), -- there is nothing called '{setting}' to set
    setting_value VARCHAR NOT NULL, -- it is not said what it is set to
    CHECK (setting <> 'case_level' OR setting_value IN ('complaint', 'substantial', 'time_loss')), -- '{setting_value}' is not complaint, substantial or time_loss
    CHECK (setting <> 'units' OR setting_value IN ('metric', 'imperial')), -- '{setting_value}' is not metric or imperial
    CHECK (setting <> 'motion' OR setting_value IN ('pace', 'speed')), -- '{setting_value}' is not pace or speed
    CHECK (setting <> 'numbers' OR setting_value IN ('space_point', 'comma_point', 'point_comma', 'space_comma')), -- '{setting_value}' is no way to write numbers
    CHECK (setting <> 'first_day' OR setting_value IN ('monday', 'sunday', 'saturday')), -- '{setting_value}' is not monday, sunday or saturday
    CHECK (setting <> 'language' OR regexp_full_match(setting_value, 'browser|[a-z]{2,3}')), -- '{setting_value}' is no language
    CHECK (setting <> 'alert_budget' OR regexp_full_match(setting_value, '[1-9]|[1-4][0-9]|50')), -- '{setting_value}' flags a week is not a whole number from 1 to 50
    set_at_utc TIMESTAMP NOT NULL -- it is not said when this was set
);
