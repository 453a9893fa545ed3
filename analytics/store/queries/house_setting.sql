-- What a setting is; no row where nobody chose.
SELECT setting_value FROM house_setting WHERE setting = $setting
