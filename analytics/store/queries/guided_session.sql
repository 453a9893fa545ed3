-- One guided session by its mark.
SELECT session_token, athlete_id, workout, plan, progress, progress_seq, session_status, performed_on, pain_during_0_10,
    pain_end_0_10, set_ids
FROM guided_session
WHERE session_token = $session_token
