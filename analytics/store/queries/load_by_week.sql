-- One athlete's loads on every basis and seconds in zones, week by week. A basis of which a run is not known has no sum.
SELECT
    CAST(date_trunc('week', local_date) AS DATE) AS week_start,
    CASE WHEN count(session_rpe_au) = count(*) THEN sum(session_rpe_au) END AS session_rpe,
    CASE WHEN count(trimp_au) = count(*) THEN sum(trimp_au) END AS trimp,
    CASE WHEN count(edwards_au) = count(*) THEN sum(edwards_au) END AS edwards,
    CASE WHEN count(lucia_au) = count(*) THEN sum(lucia_au) END AS lucia,
    CASE WHEN count(hrtss_au) = count(*) THEN sum(hrtss_au) END AS hrtss,
    CASE WHEN count(rtss_au) = count(*) THEN sum(rtss_au) END AS rtss,
    CASE WHEN count(load_min) = count(*) THEN sum(load_min) END AS running_minutes,
    sum(hr_zone_1_s) AS hr_zone_1_s, sum(hr_zone_2_s) AS hr_zone_2_s, sum(hr_zone_3_s) AS hr_zone_3_s,
    sum(hr_zone_4_s) AS hr_zone_4_s, sum(hr_zone_5_s) AS hr_zone_5_s, sum(hr_zone_unknown_s) AS hr_zone_unknown_s,
    sum(pace_zone_1_s) AS pace_zone_1_s, sum(pace_zone_2_s) AS pace_zone_2_s, sum(pace_zone_3_s) AS pace_zone_3_s,
    sum(pace_zone_4_s) AS pace_zone_4_s, sum(pace_zone_5_s) AS pace_zone_5_s, sum(pace_zone_unknown_s) AS pace_zone_unknown_s
FROM session_load
WHERE athlete_id = $athlete_id AND load_kind = 'running'
GROUP BY 1
ORDER BY 1
