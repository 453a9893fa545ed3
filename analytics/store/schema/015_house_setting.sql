-- What is chosen once for everything shown here, such as which injuries count. One row a setting.
CREATE TABLE house_setting (setting VARCHAR, setting_value VARCHAR, set_at_utc TIMESTAMP);
