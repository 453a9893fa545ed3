"""What to do today: from a situation to recommendations with their evidence, and to a routine."""
