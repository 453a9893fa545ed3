"""What the field knows: exercises, injuries, evidence, words and units, read from the tables in data/."""
