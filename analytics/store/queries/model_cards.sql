-- The cards of fitted models, the newest first.
SELECT recipe, fingerprint, made_at_utc, card
FROM model_card
ORDER BY made_at_utc DESC, recipe, fingerprint
