"""The weekly check-in in words: the questions, their answers, and what a week's answers come to.

Questions 1 to 4 and their answers are those of OSTRC-H2 (Clarsen and colleagues 2020, British Journal of
Sports Medicine 54:390-396, doi 10.1136/bjsports-2019-101337). The paper itself is not at hand. The stems were
held against the comments of its authors' own package (ostRc, find_hp and its neighbour for substantial
problems), stems and answers of the first two against a help page of a programme that prints them; both agree.
The answers to questions 3 and 4 are those of the first version that the second keeps. Everything else on the
page (what it is, where, pain, wellness, and `ANOTHER`) is this project's.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from analytics.knowledge import injuries, written
from analytics.metrics import ostrc

QUESTIONS: dict[str, str] = {
    "q1": "Have you had any difficulties participating in training and competition due to injury, illness "
    "or other health problems during the past 7 days?",
    "q2": "To what extent have you modified your training or competition due to injury, illness or other "
    "health problems during the past 7 days?",
    "q3": "To what extent has injury, illness or other health problems affected your performance during "
    "the past 7 days?",
    "q4": "To what extent have you experienced symptoms/health complaints during the past 7 days?",
}
OPTIONS: dict[str, dict[int, str]] = {
    "q1": {
        0: "Full participation without health problems",
        8: "Full participation, but with a health problem",
        17: "Reduced participation due to a health problem",
        25: "Could not participate due to a health problem",
    },
    "q2": {0: "No modification", 8: "To a minor extent", 17: "To a moderate extent", 25: "To a major extent"},
    "q3": {0: "No effect", 8: "To a minor extent", 17: "To a moderate extent", 25: "To a major extent"},
    "q4": {
        0: "No symptoms/health complaints",
        8: "To a mild extent",
        17: "To a moderate extent",
        25: "To a severe extent",
    },
}
ANOTHER = "About the other problem: how far did you take part in training and competition?"
KINDS = {"injury": "An injury", "illness": "An illness, or something else"}
WELLNESS: dict[str, tuple[str, str, str]] = {
    "sleep_1_5": ("Sleep", "very poor", "very good"),
    "fatigue_1_5": ("Freshness", "exhausted", "fresh"),
    "soreness_1_5": ("Muscles", "very sore", "not sore"),
    "stress_1_5": ("Stress", "very stressed", "relaxed"),
    "mood_1_5": ("Mood", "very low", "very good"),
}
SOURCE = (
    "Questions 1 to 4 and their answers: OSTRC-H2, Clarsen and colleagues 2020, doi "
    "10.1136/bjsports-2019-101337, worded as its authors' software and public copies have them; the paper "
    "itself was not at hand. Who could not take part is not asked questions 2 to 4, and the severity is 100. "
    "What it is, where, pain, and how the week was are our own questions."
)


def severity_words(q1: int | None, q2: int | None, q3: int | None, q4: int | None) -> str:
    """Say what a week's answers come to.

    Examples
    --------
    >>> severity_words(0, None, None, None), severity_words(8, 8, 0, 8), severity_words(8, None, None, None)
    ('no health problem', 'severity 24 of 100', 'begun, not finished')
    >>> severity_words(25, 25, 17, 8)
    'substantial, severity 75 of 100'
    >>> severity_words(25, None, None, None)  # who could not take part is asked no more
    'substantial, severity 100 of 100'
    """
    if q1 is None:
        return "no answer about health"
    if q1 == 0:
        return "no health problem"
    severity = ostrc.severity(q1, q2, q3, q4)
    if severity is None:
        return "begun, not finished"
    return ("substantial, " if ostrc.substantial(q1, q2, q3) else "") + f"severity {severity} of 100"


def week_words(monday: dt.date) -> str:
    """Name a week by its days.

    Examples
    --------
    >>> week_words(dt.date(2026, 11, 30))
    '30 November to 6 December'
    """
    last = monday + dt.timedelta(days=6)
    first = f"{monday.day}" if monday.month == last.month else f"{monday.day} {monday:%B}"
    return f"{first} to {last.day} {last:%B}"


def whole(value: Any) -> int | None:
    """Give an answer as a whole number; None where there is none."""
    return None if value is None else int(value)


def row_words(row: dict[str, Any]) -> str:
    """Say what a week's row tells, with its place."""
    words = severity_words(*(whole(row[name]) for name in ("q1", "q2", "q3", "q4")))
    if row["q1"] and row["site"]:
        return f"{injuries.place_name(row['site'], row['side'])}: {words}"
    return words[0].upper() + words[1:]


def cell(name: str, monday: dt.date, row: dict[str, Any] | None, first: dt.date | None) -> dict[str, Any]:
    """Give one week of one athlete for the chart; weeks before the first answer were not asked."""
    if first is None or monday < first:
        state = "not_asked"
    elif row is None or row["q1"] is None:
        state = "missing"
    elif row["q1"] == 0:
        state = "none"
    else:
        q1, q2, q3 = (whole(row[one]) for one in ("q1", "q2", "q3"))
        state = "substantial" if ostrc.substantial(q1, q2, q3) else "problem"
    words = {"not_asked": "not asked yet", "missing": "not answered"}.get(state)
    return {
        "name": name,
        "week_start": monday,
        "state": state,
        "words": f"Week of {written.date(monday)}: {words or row_words(row or {})}",
    }
