"""Sentences and numbers as advice writes them: second person, short, and never a promise."""

from __future__ import annotations

from analytics.knowledge.evidence import Evidence

DISCLAIMER = "Information, not medical advice. If you are unsure, see a physiotherapist or a doctor."

NEVER = ("prevents", "prevent ", "prevention", "safe", "safely", "will reduce", "guarantee", "proven")
"""Words that promise more than any row of the evidence carries; a test looks for them in every text."""


def km(distance_m: float) -> str:
    """Write a distance for people: one decimal below 10 km.

    Examples
    --------
    >>> km(14_000), km(7_250), km(999)
    ('14 km', '7.2 km', '1.0 km')
    """
    return f"{distance_m / 1000:.1f} km" if distance_m < 9_950 else f"{distance_m / 1000:.0f} km"


def sets(hip_sets: float) -> str:
    """Write hip sets with at most one decimal.

    Examples
    --------
    >>> sets(6.0), sets(5.25), sets(1)
    ('6 hip sets', '5.2 hip sets', '1 hip set')
    """
    number = number_of(hip_sets)
    return f"{number} hip set" if number == "1" else f"{number} hip sets"


def number_of(value: float) -> str:
    """Write a number with at most one decimal.

    Examples
    --------
    >>> number_of(6.0), number_of(5.25)
    ('6', '5.2')
    """
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def span(low: float, high: float) -> str:
    """Write a span of hip sets.

    Examples
    --------
    >>> span(4, 6), span(6, 6)
    ('4 to 6 hip sets', '6 hip sets')
    """
    if number_of(low) == number_of(high):
        return sets(high)
    return f"{number_of(low)} to {sets(high)}"


def ratio(row: Evidence) -> str:
    """Write a ratio from a row of evidence with its interval.

    Examples
    --------
    >>> from analytics.knowledge import evidence
    >>> ratio(evidence.load()["run-rct-injury"])
    '0.66 (0.45 to 0.97)'
    """
    if row.effect is None or row.low is None or row.high is None:
        raise ValueError(f"{row.id} gives no effect with an interval")
    return f"{row.effect:.2f} ({row.low:.2f} to {row.high:.2f})"
