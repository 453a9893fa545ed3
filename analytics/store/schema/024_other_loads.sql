-- Other sports count in load with an effort or a heart rate of their own: everybody's loads are worked out anew.
INSERT INTO stale_load SELECT athlete_id FROM athlete;
