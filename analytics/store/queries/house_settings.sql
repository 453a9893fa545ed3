-- What was chosen once for everything shown.
SELECT setting, setting_value FROM house_setting ORDER BY setting
