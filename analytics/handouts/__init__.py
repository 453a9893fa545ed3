"""What a person takes away: a routine on paper, in the watch, in the calendar. Bytes out, nothing kept."""
