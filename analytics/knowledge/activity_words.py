"""How an activity is called: what it was, how far, how long; and why one is left out of the figures."""

from __future__ import annotations

from analytics.knowledge import written

KINDS: dict[str, tuple[str, str | None]] = {
    "Run": ("running", None),
    "Treadmill run": ("running", "treadmill"),
    "Trail run": ("running", "trail"),
    "Track run": ("running", "track"),
    "Walk": ("walking", None),
    "Hike": ("hiking", None),
    "Ride": ("cycling", None),
    "Swim": ("swimming", None),
    "Strength": ("strength", None),
    "Mobility": ("mobility", None),
    "Rowing": ("rowing", None),
    "Something else": ("other", None),
}
"""What an activity can be, in words, and as it is stored: sport and sub-sport."""
LEFT_OUT = {
    "gps_fault": "GPS or sensor fault",
    "not_mine": "Not mine",
    "test": "Only a test",
    "other": "Another reason",
}
"""Why an activity is left out of the figures, as the rules of the store name it."""


def kind_of(sport: str | None, sub_sport: str | None) -> str:
    """Name a sport.

    Examples
    --------
    >>> kind_of("running", "treadmill"), kind_of("running", "street"), kind_of("cycling", None)
    ('Treadmill run', 'Run', 'Ride')
    """
    exact = [words for words, stored in KINDS.items() if stored == (sport, sub_sport)]
    plain = [words for words, stored in KINDS.items() if stored == (sport, None)]
    return (exact or plain or ["Sport unknown"])[0]


def kilometres(metres: float | None) -> str:
    """Write a distance to the hundredth.

    Examples
    --------
    >>> kilometres(10_006.0), kilometres(None)
    ('10.01 km', '–')
    """
    return written.distance(metres, 2)


def clock(seconds: float | None) -> str:
    """Write a length of time.

    Examples
    --------
    >>> clock(3002.0), clock(4000.4), clock(None)
    ('50:02', '1:06:40', '–')
    """
    if seconds is None:
        return written.UNKNOWN
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
