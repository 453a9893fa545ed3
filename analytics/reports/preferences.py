"""How the person who looks wants quantities and words: kept with the database, the same on every page."""

from __future__ import annotations

from dataclasses import fields, replace

from analytics.knowledge import tongue, units, written
from analytics.knowledge.units import Way
from analytics.reports import injury_counts
from analytics.store import Reader

UNITS = {
    units.METRIC: "Metric: km, m, kg, °C",
    units.IMPERIAL: "Imperial: miles, feet, pounds, °F",
}
MOTION = {units.PACE: "Pace: minutes a km or mile", units.SPEED: "Speed: km or miles an hour"}
NUMBERS = {
    "space_point": "1\u202f234.5",
    "comma_point": "1,234.5",
    "point_comma": "1.234,5",
    "space_comma": "1\u202f234,5",
}
FIRST_DAYS = {"monday": "Monday", "sunday": "Sunday", "saturday": "Saturday"}
CHOICES: dict[str, tuple[str, dict[str, str]]] = {
    "units": ("Units", UNITS),
    "motion": ("How fast", MOTION),
    "numbers": ("Numbers", NUMBERS),
    "first_day": ("A week in the calendar begins on", FIRST_DAYS),
}
"""What can be chosen: the question, and the words for each answer."""
BROWSER = "browser"
"""The language that the browser asks for, where there is one."""
LANGUAGE = "Language"
LINE = "Chosen once, kept with this database, the same on every page and for everybody who looks at it."


def what_stays() -> tuple[str, ...]:
    """Say what no choice changes."""
    return (
        "What is stored stays in metres, seconds and kilograms; files you export carry these units, too.",
        "A distance that is a name stays as it is called: 5 km, 10 km, 1 mile, half marathon.",
        f"Injury rates per {injury_counts.UNITS['km'].words} keep their unit: it is the one studies give.",
        "Weeks are counted from Monday to Sunday (ISO 8601) wherever they are counted: a week’s sums, hip "
        "dose and load. The first day you choose only lays out the calendar; the sums beside a row stay "
        "those of the ISO week that begins in the row.",
        "Fields to type a number in take a decimal point everywhere.",
    )


def gather(reader: Reader, *, browser: str = tongue.ENGLISH) -> Way:
    """Give the way that was chosen; metric, pace and Monday where nobody chose.

    Parameters
    ----------
    browser
        The language that the browser asks for: it holds until another is chosen. The marks in numbers are
        those of the language until others are chosen.
    """
    chosen = _chosen(reader)
    language = chosen.get("language", BROWSER)
    if language not in tongue.languages():
        language = browser
    known = {one.name: chosen[one.name] for one in fields(Way) if one.name in chosen}
    ways = {name: value for name, value in known.items() if name in CHOICES and value in CHOICES[name][1]}
    return replace(Way(), **{"numbers": tongue.numbers(language)} | ways | {"language": language})


def languages() -> dict[str, str]:
    """Give the languages to choose from, each in its own words."""
    return {BROWSER: "As the browser asks", **tongue.languages()}


def language_chosen(reader: Reader) -> str:
    """Give the language that was chosen, or that the browser is followed."""
    chosen = _chosen(reader).get("language", BROWSER)
    return chosen if chosen in languages() else BROWSER


def _chosen(reader: Reader) -> dict[str, str]:
    found = reader.frame("house_settings")
    return dict(zip(found["setting"], found["setting_value"], strict=True))


def example() -> tuple[tuple[str, str], ...]:
    """Write one run, one climb and one weight in the way that holds."""
    return (
        ("A long run", f"{written.distance(30_240)} at {written.pace(318.0)}"),
        ("Its climb", written.height(1_240.0)),
        ("A weight", written.weight(12.5)),
        ("A warm day", written.temperature(24.0)),
    )
