"""Sentences and numbers as advice writes them: second person, short, and never a promise."""

from __future__ import annotations

from analytics.knowledge import injuries, written
from analytics.knowledge.evidence import Evidence

DISCLAIMER = "Information, not medical advice. If you are unsure, see a physiotherapist or a doctor."

NEVER = ("prevents", "prevent ", "prevention", "safe", "safely", "will reduce", "guarantee", "proven")
"""Words that promise more than any row of the evidence carries; a test looks for them in every text."""


def sets(hip_sets: float) -> str:
    """Write hip sets with at most one decimal.

    Examples
    --------
    >>> sets(6.0), sets(5.25), sets(1)
    ('6 hip sets', '5.2 hip sets', '1 hip set')
    """
    number = written.sets(hip_sets)
    return f"{number} hip set" if number == "1" else f"{number} hip sets"


def place(site: str | None) -> str:
    """Name a site inside a sentence.

    Examples
    --------
    >>> place("achilles_calf"), place(None)
    ('Achilles or calf', 'site not said')
    """
    label = next((one.label for one in injuries.sites() if one.id == site), "Site not said")
    return label if label.startswith("Achilles") else label.lower()


def span(low: float, high: float) -> str:
    """Write a span of hip sets.

    Examples
    --------
    >>> span(4, 6), span(6, 6)
    ('4 to 6 hip sets', '6 hip sets')
    """
    if written.sets(low) == written.sets(high):
        return sets(high)
    return f"{written.sets(low)} to {sets(high)}"


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
    return written.interval(row.effect, row.low, row.high)
